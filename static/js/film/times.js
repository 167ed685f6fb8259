// Film times as people type them: 5:28.4, as fine as 5:28.367, or 1:05:28.4 past the hour.
export function written(ms) {
  const whole = Math.max(0, Math.round(ms));
  const minutes = Math.floor(whole / 60_000);
  const two = (n) => String(n).padStart(2, "0");
  const fraction = String(whole % 1000).padStart(3, "0").replace(/0+$/, "") || "0";
  const rest = `${two(Math.floor((whole % 60_000) / 1000))}.${fraction}`;
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

// Milliseconds, or null for what is no time.
export function read(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}
