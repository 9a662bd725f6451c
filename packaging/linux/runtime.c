/* The first part of our AppImage (type 2): mounts the squashfs image that lies behind it in the same file, and becomes its
 * AppRun. Where nothing can be mounted it unpacks the image into a temporary folder instead. Of squashfuse and libfuse, which
 * are linked in; packaging/linux/runtime.sh compiles it.
 *
 *   --appimage-extract           unpack into ./squashfs-root
 *   --appimage-extract-and-run   unpack into a temporary folder and run from there (as APPIMAGE_EXTRACT_AND_RUN=1)
 *   --appimage-offset            print where in this file the image begins, in bytes
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 32
#define _FILE_OFFSET_BITS 64

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <squashfuse/ll.h>
#include <squashfuse/squashfuse.h>

static void die(const char *what) {
    fprintf(stderr, "AppImage: %s: %s\n", what, strerror(errno));
    exit(127);
}

/* The image begins where this program ends: its section headers are the last thing in it. */
static size_t end_of_program(const char *file) {
    Elf64_Ehdr head;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, &head, sizeof head) != sizeof head)
        die(file);
    close(fd);
    return head.e_shoff + (size_t)head.e_shentsize * head.e_shnum;
}

/* One file of the image: blocks are read and written in turn. */
static bool copy_file(sqfs *fs, sqfs_inode *inode, const char *path) {
    char block[1 << 16];
    uint64_t at = 0;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, inode->base.mode & 0777);
    bool good = fd >= 0;
    while (good && at < inode->xtra.reg.file_size) {
        sqfs_off_t size = sizeof block;
        good = sqfs_read_range(fs, inode, at, &size, block) == SQFS_OK && size > 0 && write(fd, block, size) == size;
        at += size;
    }
    return fd >= 0 && close(fd) == 0 && good;
}

static bool copy_link(sqfs *fs, sqfs_inode *inode, const char *path) {
    char target[PATH_MAX];
    size_t size = sizeof target;
    return sqfs_readlink(fs, inode, target, &size) == SQFS_OK && symlink(target, path) == 0;
}

static bool unpack(sqfs *fs, const char *folder) {
    sqfs_traverse walk;
    sqfs_err error;
    bool good = sqfs_traverse_open(&walk, fs, sqfs_inode_root(fs)) == SQFS_OK;
    while (good && sqfs_traverse_next(&walk, &error)) {
        char path[PATH_MAX];
        sqfs_inode inode;
        if (walk.dir_end)
            continue;
        good = snprintf(path, sizeof path, "%s/%s", folder, walk.path) < (int)sizeof path &&
               sqfs_inode_get(fs, &inode, sqfs_dentry_inode(&walk.entry)) == SQFS_OK;
        if (!good)
            break;
        if (S_ISDIR(inode.base.mode))
            good = mkdir(path, 0755) == 0;
        else if (S_ISLNK(inode.base.mode))
            good = copy_link(fs, &inode, path);
        else
            good = copy_file(fs, &inode, path);
    }
    return good && error == SQFS_OK;
}

/* Serve the image at a folder until the other end of `alive` is closed. `ready` gets one byte when it is mounted. */
static bool serve(const char *image, size_t offset, const char *folder, int ready, int alive) {
    struct fuse_lowlevel_ops ops = {
        .getattr = sqfs_ll_op_getattr, .opendir = sqfs_ll_op_opendir, .releasedir = sqfs_ll_op_releasedir,
        .readdir = sqfs_ll_op_readdir, .lookup = sqfs_ll_op_lookup, .open = sqfs_ll_op_open,
        .create = sqfs_ll_op_create, .release = sqfs_ll_op_release, .read = sqfs_ll_op_read,
        .readlink = sqfs_ll_op_readlink, .forget = sqfs_ll_op_forget, .statfs = stfs_ll_op_statfs,
    };
    char *words[] = {"AppImage", "-oro,nodev,nosuid,fsname=rollsuggest,subtype=AppImage"};
    struct fuse_args args = FUSE_ARGS_INIT(2, words);
    struct fuse_buf request = {0};
    sqfs_ll_chan channel;
    sqfs_ll *ll = sqfs_ll_open(image, offset);
    if (!ll || sqfs_ll_mount(&channel, folder, &args, &ops, sizeof ops, ll) != SQFS_OK)
        return false;
    if (write(ready, "", 1) != 1)
        return false;
    close(ready);
    struct pollfd waiting[] = {{fuse_session_fd(channel.session), POLLIN, 0}, {alive, POLLIN, 0}};
    while (!fuse_session_exited(channel.session) && (poll(waiting, 2, -1) >= 0 || errno == EINTR)) {
        if (waiting[1].revents)
            break;
        if (waiting[0].revents && fuse_session_receive_buf(channel.session, &request) > 0)
            fuse_session_process_buf(channel.session, &request);
    }
    sqfs_ll_unmount(&channel, folder);
    return true;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

/* Start a process that keeps `folder` filled as long as this one lives, whatever program it becomes, and removes it then.
 * Returns whether it could: mounted, or unpacked. */
static bool keep(const char *image, size_t offset, const char *folder, bool mounted) {
    int ready[2], alive[2];
    char byte;
    if (pipe2(ready, O_CLOEXEC) || pipe(alive))
        die("pipe");
    pid_t child = fork();
    if (child < 0)
        die("fork");
    if (child > 0) { /* the write end of `alive` stays open until this process ends */
        close(ready[1]);
        close(alive[0]);
        waitpid(child, NULL, 0);
        bool good = read(ready[0], &byte, 1) == 1;
        close(ready[0]);
        return good;
    }
    if (fork() != 0) /* the app, which this process becomes, is to have no child that it does not know */
        _exit(0);
    close(ready[0]);
    close(alive[1]);
    setsid(); /* Ctrl+C is for the app */
    if (chdir("/"))
        die("/");
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nowhere, fd);
    if (mounted) {
        bool served = serve(image, offset, folder, ready[1], alive[0]);
        rmdir(folder);
        exit(served ? 0 : 1);
    }
    sqfs fs;
    if (sqfs_open_image(&fs, image, offset) == SQFS_OK && unpack(&fs, folder) && write(ready[1], "", 1) == 1) {
        close(ready[1]);
        while (read(alive[0], &byte, 1) < 0 && errno == EINTR)
            ;
    }
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    exit(0);
}

/* Make a folder of our own; unpacked images are large, and /tmp is memory on many systems. */
static void make_folder(char *folder, const char *where) {
    const char *own = getenv("TMPDIR");
    snprintf(folder, PATH_MAX, "%s/.rollsuggest-XXXXXX", own && *own ? own : where);
    if (!mkdtemp(folder))
        die(folder);
}

int main(int argc, char **argv) {
    char image[PATH_MAX], folder[PATH_MAX], run[PATH_MAX + 8], here[PATH_MAX];
    const char *asked = argc > 1 ? argv[1] : "", *always = getenv("APPIMAGE_EXTRACT_AND_RUN");
    ssize_t length = readlink("/proc/self/exe", image, sizeof image - 1);
    if (length < 0)
        die("/proc/self/exe");
    image[length] = 0;
    size_t offset = end_of_program(image);
    bool unpacked = !strcmp(asked, "--appimage-extract-and-run");

    if (!strcmp(asked, "--appimage-offset")) {
        printf("%zu\n", offset);
        return 0;
    }
    if (!strcmp(asked, "--appimage-extract")) {
        sqfs fs;
        if (mkdir("squashfs-root", 0755) || sqfs_open_image(&fs, image, offset) || !unpack(&fs, "squashfs-root"))
            die("squashfs-root");
        return 0;
    }
    if (unpacked) {
        argv[1] = argv[0];
        argv++;
    }
    unpacked |= always && *always && strcmp(always, "0");
    if (!unpacked) {
        make_folder(folder, "/tmp");
        unpacked = !keep(image, offset, folder, true);
    }
    if (unpacked) {
        make_folder(folder, "/var/tmp");
        fprintf(stderr, "AppImage: unpacking into %s, which is removed afterwards\n", folder);
        if (!keep(image, offset, folder, false))
            die("unpacking failed");
    }
    if (getcwd(here, sizeof here))
        setenv("OWD", here, 1);
    setenv("APPIMAGE", image, 1);
    setenv("APPDIR", folder, 1);
    setenv("ARGV0", argv[0], 1);
    snprintf(run, sizeof run, "%s/AppRun", folder);
    execv(run, argv);
    die(run);
}
