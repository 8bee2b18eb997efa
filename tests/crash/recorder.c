/* Records what a process asks of the disk below one folder, in order: what is written where, what is flushed, which
   names come and go, and what it says on its standard output. Loaded by LD_PRELOAD:

     RECORD_UNDER=folder  RECORD_INTO=file

   A record is: kind (1 byte), length of the name (4), offset (8), length of the data (4), name, data; numbers as this
   machine has them. Kinds: C a file is made, W written, T cut to a length, F flushed, D a folder is flushed,
   U a name goes, R a name becomes another (the data), S standard output.

   It can also let the disk fail, once something was said on standard output:

     FAULT=eio|enospc|torn  FAULT_AT=n  FAULT_FOR=m

   From the n-th call that changes something on, m calls fail: all of them (eio), or those that need room (enospc).
   torn: the n-th writing of more than a sector writes half of it, and the process is no more. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 4096

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static char *names[MOST_FDS];
static char under[PATH_MAX];
static int into = -1;

static enum { NONE, EIO_FAULT, ENOSPC_FAULT, TORN_FAULT } fault = NONE;
static long fault_at, fault_for, calls;
static int armed;

/* Whether this call fails; what it fails with is then in errno. Only under the lock. */
static int fails(int needs_room)
{
  if (!armed || fault == NONE || fault == TORN_FAULT || (fault == ENOSPC_FAULT && !needs_room)) return 0;
  calls++;
  if (calls < fault_at || calls >= fault_at + fault_for) return 0;
  errno = fault == EIO_FAULT ? EIO : ENOSPC;
  return 1;
}

static long number(const char *name) { const char *text = getenv(name); return text ? atol(text) : 0; }

#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  static void find_##name(void) { if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name); }

REAL(ssize_t, write, int, const void *, size_t)
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
REAL(ssize_t, writev, int, const struct iovec *, int)
REAL(ssize_t, sendfile64, int, int, off64_t *, size_t)
REAL(int, ftruncate64, int, off64_t)
REAL(int, fsync, int)
REAL(int, fdatasync, int)
REAL(int, openat64, int, const char *, int, ...)
REAL(int, close, int)
REAL(int, unlinkat, int, const char *, int)
REAL(int, renameat, int, const char *, int, const char *)

__attribute__((constructor)) static void begin(void)
{
  const char *where = getenv("RECORD_UNDER"), *file = getenv("RECORD_INTO");
  find_write(); find_pwrite64(); find_writev(); find_ftruncate64(); find_fsync(); find_fdatasync(); find_openat64();
  find_close(); find_unlinkat(); find_renameat(); find_sendfile64();
  {
    const char *kind = getenv("FAULT");
    if (kind) fault = !strcmp(kind, "eio") ? EIO_FAULT : !strcmp(kind, "enospc") ? ENOSPC_FAULT : TORN_FAULT;
    fault_at = number("FAULT_AT"); fault_for = number("FAULT_FOR");
  }
  if (where && file && realpath(where, under))
    into = real_openat64(AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  unsetenv("LD_PRELOAD");
}

/* The whole name of what a call names, if it is below the folder. */
static int below(int folder, const char *path, char *whole)
{
  char base[PATH_MAX] = "", joined[2 * PATH_MAX], *last;
  if (into < 0 || !path) return 0;
  if (path[0] != '/') {
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
    else if (folder >= 0 && folder < MOST_FDS && names[folder]) strcpy(base, names[folder]);
    else return 0;
  }
  snprintf(joined, sizeof joined, path[0] == '/' ? "%s%s" : "%s/%s", base, path);
  /* The file need not be there; its folder is. */
  last = strrchr(joined, '/');
  if (!last) return 0;
  *last = 0;
  if (!realpath(*joined ? joined : "/", base)) return 0;
  snprintf(whole, PATH_MAX, "%s/%s", base, last + 1);
  return strncmp(whole, under, strlen(under)) == 0;
}

static void note(char kind, const char *name, uint64_t offset, const void *data, uint32_t size)
{
  unsigned char head[17];
  uint32_t length = name ? (uint32_t)strlen(name) : 0;
  struct iovec parts[3] = {{head, sizeof head}, {(void *)name, length}, {(void *)data, size}};
  head[0] = (unsigned char)kind;
  memcpy(head + 1, &length, 4); memcpy(head + 5, &offset, 8); memcpy(head + 13, &size, 4);
  if (real_writev(into, parts, 3) != (ssize_t)(sizeof head + length + size)) abort();
}

static const char *of(int fd) { return into >= 0 && fd >= 0 && fd < MOST_FDS ? names[fd] : NULL; }

static int opened(int fd, const char *whole, int was_there, int flags)
{
  if (fd < 0 || fd >= MOST_FDS) return fd;
  free(names[fd]);
  names[fd] = strdup(whole);
  if (!was_there) note('C', whole, 0, NULL, 0);
  else if (flags & O_TRUNC) note('T', whole, 0, NULL, 0);
  return fd;
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
  char whole[PATH_MAX];
  int fd, inside = below(folder, path, whole), was_there;
  if (!inside) return real_openat64(folder, path, flags, mode);
  pthread_mutex_lock(&one);
  was_there = access(whole, F_OK) == 0;
  if ((flags & O_CREAT) && !was_there && fails(1)) { pthread_mutex_unlock(&one); return -1; }
  fd = opened(real_openat64(folder, path, flags, mode), whole, was_there, flags);
  pthread_mutex_unlock(&one);
  return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) \
  { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_at(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE return open_at(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE return open_at(folder, path, flags, mode); }

int close(int fd)
{
  int done;
  find_close();
  pthread_mutex_lock(&one);
  if (of(fd)) { free(names[fd]); names[fd] = NULL; }
  done = real_close(fd);
  pthread_mutex_unlock(&one);
  return done;
}

/* Half a write, and no more of this process. Only under the lock. */
static void tear(int fd, const void *data, size_t size, off64_t offset)
{
  if (!armed || fault != TORN_FAULT || size <= 512 || ++calls != fault_at) return;
  if (real_pwrite64(fd, data, size / 1024 * 512 + 512 * (size < 1024), offset) < 0) abort();
  _exit(137);
}

/* The order of the records is that of the calls: one at a time. */
#define RECORDED(result, call, kind, offset, data, size) \
  result done; int said; \
  pthread_mutex_lock(&one); \
  if (fails(kind == 'W')) done = -1; else done = call; \
  said = errno; \
  if (done >= 0) note(kind, of(fd), offset, data, size); \
  pthread_mutex_unlock(&one); \
  errno = said; \
  return done;

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
  if (!of(fd)) return real_pwrite64(fd, data, size, offset);
  pthread_mutex_lock(&one); tear(fd, data, size, offset); pthread_mutex_unlock(&one);
  { RECORDED(ssize_t, real_pwrite64(fd, data, size, offset), 'W', (uint64_t)offset, data, (uint32_t)(done < 0 ? 0 : done)) }
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size)
{
  off64_t offset;
  find_write();
  if (fd == 1 && into >= 0) {
    /* Told only after it was recorded: who reads it may count on it. */
    pthread_mutex_lock(&one);
    note('S', NULL, 0, data, (uint32_t)size);
    armed = 1;
    pthread_mutex_unlock(&one);
  }
  if (!of(fd)) return real_write(fd, data, size);
  offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek64(fd, 0, SEEK_END) : lseek64(fd, 0, SEEK_CUR);
  pthread_mutex_lock(&one); tear(fd, data, size, offset); pthread_mutex_unlock(&one);
  { RECORDED(ssize_t, real_write(fd, data, size), 'W', (uint64_t)offset, data, (uint32_t)(done < 0 ? 0 : done)) }
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
  if (of(fd)) { fputs("recorder: writev is not recorded\n", stderr); abort(); }
  find_writev();
  return real_writev(fd, parts, count);
}

/* A copy that the system would make is made here, so that it is recorded. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size)
{
  static const size_t most = 1 << 20;
  char *piece;
  ssize_t got;
  if (!of(to)) return real_sendfile64(to, from, offset, size);
  if (size > most) size = most;
  if (!(piece = malloc(size))) { errno = ENOMEM; return -1; }
  got = offset ? pread64(from, piece, size, *offset) : read(from, piece, size);
  if (got > 0) got = write(to, piece, (size_t)got);
  if (got > 0 && offset) *offset += got;
  free(piece);
  return got;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t size) { return sendfile64(to, from, (off64_t *)offset, size); }

int ftruncate64(int fd, off64_t size)
{
  if (!of(fd)) return real_ftruncate64(fd, size);
  { RECORDED(int, real_ftruncate64(fd, size), 'T', (uint64_t)size, NULL, 0) }
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static char flush_of(int fd) { struct stat s; return fstat(fd, &s) == 0 && S_ISDIR(s.st_mode) ? 'D' : 'F'; }
int fsync(int fd)
{
  if (!of(fd)) return real_fsync(fd);
  { RECORDED(int, real_fsync(fd), flush_of(fd), 0, NULL, 0) }
}
int fdatasync(int fd)
{
  if (!of(fd)) return real_fdatasync(fd);
  { RECORDED(int, real_fdatasync(fd), flush_of(fd), 0, NULL, 0) }
}

int unlinkat(int folder, const char *path, int flags)
{
  char whole[PATH_MAX];
  int done, inside = below(folder, path, whole);
  pthread_mutex_lock(&one);
  done = real_unlinkat(folder, path, flags);
  if (inside && done == 0) note('U', whole, 0, NULL, 0);
  pthread_mutex_unlock(&one);
  return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int renameat(int from, const char *path, int to, const char *target)
{
  char whole[PATH_MAX], other[PATH_MAX];
  int done, inside = below(from, path, whole) && below(to, target, other);
  pthread_mutex_lock(&one);
  done = inside && fails(0) ? -1 : real_renameat(from, path, to, target);
  if (inside && done == 0) note('R', whole, 0, other, (uint32_t)strlen(other));
  pthread_mutex_unlock(&one);
  return done;
}
int rename(const char *path, const char *target) { return renameat(AT_FDCWD, path, AT_FDCWD, target); }
