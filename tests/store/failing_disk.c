/* A disk on which the n-th write, or the n-th fsync, below a folder fails, or which loses in a power cut whatever was not
   synced: preloaded, and armed by the test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, WRITES, SYNCS };
static volatile int kind = NOTHING, at, lasting, seen;
static char folder[4096], durable[4096];

void disk_fails(int what, int nth, int from_then_on, const char *where) {
    kind = NOTHING;
    strncpy(folder, where, sizeof folder - 1);
    at = nth, lasting = from_then_on, seen = 0;
    kind = what;
}

int disk_seen(void) { return seen; }

/* From now on what is synced below a folder is copied to another one: what a power cut would leave. */
void power_cut_leaves(const char *where, const char *in) {
    strncpy(folder, where, sizeof folder - 1);
    strncpy(durable, in, sizeof durable - 1);
}

/* The name of an open file below the folder; NULL for any other. */
static const char *below(int file, char name[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, 4095);
    if (length < 0) return NULL;
    name[length] = 0;
    return strncmp(name, folder, strlen(folder)) ? NULL : name + strlen(folder);
}

static int fails(int file, int what) {
    char name[4096];
    if (kind != what || !below(file, name)) return 0;
    seen++;
    return seen == at || (lasting && seen > at);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int keep(int file, int synced) {
    char name[4096], to[8300], unfinished[8320], block[65536];
    struct stat about;
    const char *inside = *durable && !synced ? below(file, name) : NULL;
    if (!inside || fstat(file, &about) || !S_ISREG(about.st_mode)) return synced;
    snprintf(to, sizeof to, "%s%s", durable, inside);
    snprintf(unfinished, sizeof unfinished, "%s.part", to);
    /* By the open file itself: to open and close it once more would end the locks that SQLite has on it. */
    int out = open(unfinished, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    off_t done = 0;
    for (ssize_t n; (n = pread(file, block, sizeof block, done)) > 0; done += n)
        if (REAL(write)(out, block, n) != n) return errno = EIO, -1;
    close(out);
    return REAL(rename)(unfinished, to);
}

/* File systems with a journal keep the order of new names and of what was synced. */
int rename(const char *old, const char *new) {
    char from[8300], to[8300];
    int done = REAL(rename)(old, new);
    if (done || !*durable || strncmp(old, folder, strlen(folder)) || strncmp(new, folder, strlen(folder))) return done;
    snprintf(from, sizeof from, "%s%s", durable, old + strlen(folder));
    snprintf(to, sizeof to, "%s%s", durable, new + strlen(folder));
    REAL(rename)(from, to); /* which fails where it was never synced */
    return done;
}

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
    return keep(file, REAL(fsync)(file));
}

int fdatasync(int file) {
    if (fails(file, SYNCS)) return errno = EIO, -1;
    return keep(file, REAL(fdatasync)(file));
}
