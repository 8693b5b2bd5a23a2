/* The refused system calls and the error that each gets; included by filter.c. A call that
 * the host's headers don't know is left out: it is younger than YOUNGEST_CALL. */

/* keyrings outlive a run */
#ifdef SYS_keyctl
{SYS_keyctl, EPERM},
#endif
#ifdef SYS_add_key
{SYS_add_key, EPERM},
#endif
#ifdef SYS_request_key
{SYS_request_key, EPERM},
#endif

/* large, young, and past this filter */
#ifdef SYS_io_uring_setup
{SYS_io_uring_setup, ENOSYS},
#endif
#ifdef SYS_io_uring_enter
{SYS_io_uring_enter, ENOSYS},
#endif
#ifdef SYS_io_uring_register
{SYS_io_uring_register, ENOSYS},
#endif

/* other processes */
#ifdef SYS_ptrace
{SYS_ptrace, EPERM},
#endif
#ifdef SYS_process_vm_readv
{SYS_process_vm_readv, EPERM},
#endif
#ifdef SYS_process_vm_writev
{SYS_process_vm_writev, EPERM},
#endif
#ifdef SYS_process_madvise
{SYS_process_madvise, EPERM},
#endif
#ifdef SYS_process_mrelease
{SYS_process_mrelease, EPERM},
#endif
#ifdef SYS_kcmp
{SYS_kcmp, EPERM},
#endif
#ifdef SYS_pidfd_getfd
{SYS_pidfd_getfd, EPERM},
#endif

/* kernel attack surface that no solution needs */
#ifdef SYS_userfaultfd
{SYS_userfaultfd, EPERM},
#endif
#ifdef SYS_bpf
{SYS_bpf, EPERM},
#endif
#ifdef SYS_perf_event_open
{SYS_perf_event_open, EPERM},
#endif
#ifdef SYS_fanotify_init
{SYS_fanotify_init, EPERM},
#endif
#ifdef SYS_memfd_secret
{SYS_memfd_secret, EPERM},
#endif
#ifdef SYS_modify_ldt
{SYS_modify_ldt, EPERM},
#endif
#ifdef SYS_lookup_dcookie
{SYS_lookup_dcookie, EPERM},
#endif
#ifdef SYS_cachestat
{SYS_cachestat, EPERM},
#endif

/* mounts and namespaces */
#ifdef SYS_pivot_root
{SYS_pivot_root, EPERM},
#endif
#ifdef SYS_chroot
{SYS_chroot, EPERM},
#endif
#ifdef SYS_move_mount
{SYS_move_mount, EPERM},
#endif
#ifdef SYS_open_tree
{SYS_open_tree, EPERM},
#endif
#ifdef SYS_open_tree_attr
{SYS_open_tree_attr, EPERM},
#endif
#ifdef SYS_fsopen
{SYS_fsopen, EPERM},
#endif
#ifdef SYS_fsconfig
{SYS_fsconfig, EPERM},
#endif
#ifdef SYS_fsmount
{SYS_fsmount, EPERM},
#endif
#ifdef SYS_fspick
{SYS_fspick, EPERM},
#endif
#ifdef SYS_mount_setattr
{SYS_mount_setattr, EPERM},
#endif
#ifdef SYS_setns
{SYS_setns, EPERM},
#endif
#ifdef SYS_statmount
{SYS_statmount, EPERM},
#endif
#ifdef SYS_listmount
{SYS_listmount, EPERM},
#endif

/* files by handle go round the mount namespace */
#ifdef SYS_name_to_handle_at
{SYS_name_to_handle_at, EPERM},
#endif
#ifdef SYS_open_by_handle_at
{SYS_open_by_handle_at, EPERM},
#endif

/* objects that outlive a run, limits that the whole host shares */
#ifdef SYS_shmget
{SYS_shmget, ENOSYS},
#endif
#ifdef SYS_shmat
{SYS_shmat, ENOSYS},
#endif
#ifdef SYS_shmctl
{SYS_shmctl, ENOSYS},
#endif
#ifdef SYS_semget
{SYS_semget, ENOSYS},
#endif
#ifdef SYS_semop
{SYS_semop, ENOSYS},
#endif
#ifdef SYS_semtimedop
{SYS_semtimedop, ENOSYS},
#endif
#ifdef SYS_semctl
{SYS_semctl, ENOSYS},
#endif
#ifdef SYS_msgget
{SYS_msgget, ENOSYS},
#endif
#ifdef SYS_msgsnd
{SYS_msgsnd, ENOSYS},
#endif
#ifdef SYS_msgrcv
{SYS_msgrcv, ENOSYS},
#endif
#ifdef SYS_msgctl
{SYS_msgctl, ENOSYS},
#endif
#ifdef SYS_mq_open
{SYS_mq_open, ENOSYS},
#endif
#ifdef SYS_mq_unlink
{SYS_mq_unlink, ENOSYS},
#endif
#ifdef SYS_io_setup
{SYS_io_setup, ENOSYS},
#endif

/* the core that the run is pinned to */
#ifdef SYS_sched_setaffinity
{SYS_sched_setaffinity, EPERM},
#endif
#ifdef SYS_migrate_pages
{SYS_migrate_pages, EPERM},
#endif
#ifdef SYS_move_pages
{SYS_move_pages, EPERM},
#endif

/* they would have the host write all its disks; done, as far as a run's own files go */
#ifdef SYS_sync
{SYS_sync, 0},
#endif
#ifdef SYS_syncfs
{SYS_syncfs, 0},
#endif

/* the host's own affairs */
#ifdef SYS_kexec_load
{SYS_kexec_load, EPERM},
#endif
#ifdef SYS_kexec_file_load
{SYS_kexec_file_load, EPERM},
#endif
#ifdef SYS_init_module
{SYS_init_module, EPERM},
#endif
#ifdef SYS_finit_module
{SYS_finit_module, EPERM},
#endif
#ifdef SYS_delete_module
{SYS_delete_module, EPERM},
#endif
#ifdef SYS_swapon
{SYS_swapon, EPERM},
#endif
#ifdef SYS_swapoff
{SYS_swapoff, EPERM},
#endif
#ifdef SYS_reboot
{SYS_reboot, EPERM},
#endif
#ifdef SYS_sethostname
{SYS_sethostname, EPERM},
#endif
#ifdef SYS_setdomainname
{SYS_setdomainname, EPERM},
#endif
#ifdef SYS_settimeofday
{SYS_settimeofday, EPERM},
#endif
#ifdef SYS_clock_settime
{SYS_clock_settime, EPERM},
#endif
#ifdef SYS_adjtimex
{SYS_adjtimex, EPERM},
#endif
#ifdef SYS_clock_adjtime
{SYS_clock_adjtime, EPERM},
#endif
#ifdef SYS_acct
{SYS_acct, EPERM},
#endif
#ifdef SYS_quotactl
{SYS_quotactl, EPERM},
#endif
#ifdef SYS_quotactl_fd
{SYS_quotactl_fd, EPERM},
#endif
#ifdef SYS_syslog
{SYS_syslog, EPERM},
#endif
#ifdef SYS_vhangup
{SYS_vhangup, EPERM},
#endif
#ifdef SYS_iopl
{SYS_iopl, EPERM},
#endif
#ifdef SYS_ioperm
{SYS_ioperm, EPERM},
#endif
#ifdef SYS_nfsservctl
{SYS_nfsservctl, EPERM},
#endif
#ifdef SYS_uselib
{SYS_uselib, EPERM},
#endif
#ifdef SYS_sysfs
{SYS_sysfs, EPERM},
#endif
#ifdef SYS_ustat
{SYS_ustat, EPERM},
#endif
#ifdef SYS__sysctl
{SYS__sysctl, EPERM},
#endif
