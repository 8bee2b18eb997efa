/* Makes a disk slow below one folder, as the disk of a ten-year-old computer is. Loaded by LD_PRELOAD:

     SLOW_UNDER=folder  SLOW_READ_US=  SLOW_WRITE_US=  SLOW_FLUSH_US=   microseconds that each call takes longer

   What is read again within the file system's cache would be quick on a real machine too; the caller says with a
   smaller SLOW_READ_US how much of it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static char under[PATH_MAX];
static long read_us, write_us, flush_us;

static long number(const char *name)
{
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void)
{
  const char *where = getenv("SLOW_UNDER");
  if (where && !realpath(where, under)) under[0] = 0;
  read_us = number("SLOW_READ_US");
  write_us = number("SLOW_WRITE_US");
  flush_us = number("SLOW_FLUSH_US");
}

/* Files come and go under the same number, so the system is asked each time; beside a disk that is nothing. */
static void wait_if_below(int fd, long us)
{
  char link[64], path[PATH_MAX];
  ssize_t length;
  struct timespec pause = { us / 1000000, us % 1000000 * 1000 };
  if (!under[0] || us <= 0) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, under, strlen(under)) == 0) nanosleep(&pause, NULL);
}

#define SLOWED(result, name, us, takes, gives) \
  result name takes \
  { \
    static result (*real) takes; \
    if (!real) real = dlsym(RTLD_NEXT, #name); \
    wait_if_below(fd, us); \
    return real gives; \
  }

SLOWED(ssize_t, read, read_us, (int fd, void *to, size_t size), (fd, to, size))
SLOWED(ssize_t, pread, read_us, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
SLOWED(ssize_t, pread64, read_us, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))
SLOWED(ssize_t, write, write_us, (int fd, const void *from, size_t size), (fd, from, size))
SLOWED(ssize_t, pwrite, write_us, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
SLOWED(ssize_t, pwrite64, write_us, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
SLOWED(int, fsync, flush_us, (int fd), (fd))
SLOWED(int, fdatasync, flush_us, (int fd), (fd))
