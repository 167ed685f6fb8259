// How long something is waited for. (AbortSignal.timeout is not yet in every phone.)
export function within(ms) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), ms);
  return patience.signal;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
