/* A disk on which the n-th write, or the n-th fsync, below a folder fails: preloaded, and armed by the test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, WRITES, SYNCS };
static volatile int kind = NOTHING, at, lasting, seen;
static char folder[4096];

void disk_fails(int what, int nth, int from_then_on, const char *where) {
    kind = NOTHING;
    strncpy(folder, where, sizeof folder - 1);
    at = nth, lasting = from_then_on, seen = 0;
    kind = what;
}

int disk_seen(void) { return seen; }

static int fails(int file, int what) {
    char link[64], name[4096];
    if (kind != what) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    if (strncmp(name, folder, strlen(folder))) return 0;
    seen++;
    return seen == at || (lasting && seen > at);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *data, size_t count) {
    if (fails(file, WRITES)) return errno = ENOSPC, -1;
    return REAL(write)(file, data, count);
}

ssize_t pwrite(int file, const void *data, size_t count, off_t offset) {
    if (fails(file, WRITES)) return errno = ENOSPC, -1;
    return REAL(pwrite)(file, data, count, offset);
}

ssize_t pwrite64(int file, const void *data, size_t count, off64_t offset) {
    if (fails(file, WRITES)) return errno = ENOSPC, -1;
    return REAL(pwrite64)(file, data, count, offset);
}

int ftruncate(int file, off_t length) {
    if (fails(file, WRITES)) return errno = EIO, -1;
    return REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length) {
    if (fails(file, WRITES)) return errno = EIO, -1;
    return REAL(ftruncate64)(file, length);
}

int fsync(int file) {
    if (fails(file, SYNCS)) return errno = EIO, -1;
    return REAL(fsync)(file);
}

int fdatasync(int file) {
    if (fails(file, SYNCS)) return errno = EIO, -1;
    return REAL(fdatasync)(file);
}
