/* A disk that takes 3 ms longer for each sync: preloaded into the server by the benchmark. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

static int later(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(fd);
    usleep(3000);
    return result;
}

int fsync(int fd) { return later("fsync", fd); }
int fdatasync(int fd) { return later("fdatasync", fd); }
