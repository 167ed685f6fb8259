/* For a process whose computer has slept: all clocks that count sleep are ahead by what the file
   named in SHIFTED_CLOCK says, in ns. CLOCK_MONOTONIC does not count sleep and stays (Linux). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long long *ahead_ns;
static int (*real_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("SHIFTED_CLOCK");
  real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  if (!path) return;
  int file = open(path, O_RDONLY);
  if (file < 0) return;
  void *seen = mmap(0, sizeof *ahead_ns, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (seen != MAP_FAILED) ahead_ns = seen;
}

int clock_gettime(clockid_t id, struct timespec *now) {
  if (!real_gettime) real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  int told = real_gettime(id, now);
  int counts_sleep =
      id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE || id == CLOCK_BOOTTIME || id == CLOCK_TAI;
  if (told == 0 && ahead_ns && counts_sleep) {
    long long ns = now->tv_nsec + *ahead_ns;
    now->tv_sec += ns / 1000000000;
    now->tv_nsec = ns % 1000000000;
  }
  return told;
}

time_t time(time_t *where) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (where) *where = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict where, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  where->tv_sec = now.tv_sec;
  where->tv_usec = now.tv_nsec / 1000;
  return 0;
}
