/* A disk on which every sync takes SYNC_DELAY_MS longer: loaded before the C library's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_the_disk(void)
{
    const char *told = getenv("SYNC_DELAY_MS");
    long ms = told ? atol(told) : 0;
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (ms > 0 && nanosleep(&left, &left) != 0)
        ;
}

int fsync(int file)
{
    int (*own)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_for_the_disk();
    return own(file);
}

int fdatasync(int file)
{
    int (*own)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_for_the_disk();
    return own(file);
}
