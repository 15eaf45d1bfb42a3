#define _GNU_SOURCE
#include "CModuleGuard.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <sys/prctl.h>

// What a crash is: a trap of Swift is SIGILL or SIGTRAP, an overflow of the stack SIGSEGV.
static const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { signal_count = sizeof signals / sizeof signals[0] };
static struct sigaction earlier[signal_count];

// Versions stay loaded, so this bounds the reloads whose code is known on threads of others.
enum { claim_limit = 1024, frame_limit = 64, signal_stack_bytes = 64 * 1024 };
// A calm thread rests when it has run for a while: 4 ms where the kernel counts in such steps, which is a hundredth.
enum { run_nanoseconds = 1000 * 1000, rest_nanoseconds = 400 * 1000 * 1000 };
static struct { uintptr_t start, end; uint8_t *mark; } claims[claim_limit];
static atomic_size_t claim_count;

static _Thread_local uint8_t *own_mark;
static _Thread_local struct thread {
    pthread_t self;
    void *stack;
    // Counts the thread's own time on the processor; it is not set before the thread is calm.
    timer_t timer;
    bool has_timer;
} own;

static uint8_t *claimed(uintptr_t address) {
    size_t count = atomic_load(&claim_count);
    for (size_t i = 0; i < count && i < claim_limit; i++) {
        if (claims[i].start <= address && address < claims[i].end) return claims[i].mark;
    }
    return NULL;
}

struct place { uintptr_t counter, frame, stack; };

// Where the thread was when the signal came.
static struct place place_of(const ucontext_t *context) {
#if defined(__x86_64__)
    const greg_t *registers = context->uc_mcontext.gregs;
    return (struct place){(uintptr_t)registers[REG_RIP], (uintptr_t)registers[REG_RBP], (uintptr_t)registers[REG_RSP]};
#elif defined(__aarch64__)
    return (struct place){context->uc_mcontext.pc, context->uc_mcontext.regs[29], context->uc_mcontext.sp};
#else
#error "this processor's registers are not known here"
#endif
}

// The mark of the nearest caller that is claimed. Swift keeps frame pointers; a chain that does not grow has ended.
static uint8_t *mark_in_callers(const ucontext_t *context) {
    struct place place = place_of(context);
    uintptr_t frame = place.frame, stack = place.stack;
    uint8_t *mark = claimed(place.counter);
    for (int i = 0; i < frame_limit && !mark; i++) {
        // Swift marks a frame of async code in the top bits.
        frame &= 0x0fffffffffffffff;
        if (frame < stack || frame - stack > 8 * 1024 * 1024 || frame % sizeof frame) break;
        const uintptr_t *words = (const uintptr_t *)frame;
        mark = claimed(words[1]);
        stack = frame + sizeof frame;
        frame = words[0];
    }
    return mark;
}

static void note(int number, siginfo_t *information, void *context) {
    // Put back first: whatever fails from here on ends the process as it would have.
    for (int i = 0; i < signal_count; i++) {
        if (signals[i] == number) sigaction(number, &earlier[i], NULL);
    }
    uint8_t *mark = own_mark ? own_mark : mark_in_callers(context);
    if (mark) *mark = roost_guard_crashed;
    // A fault comes again by itself when this returns; a signal that was sent does not.
    if (information->si_code <= 0) raise(number);
}

// A calm thread has run for long enough. It rests only within claimed code: in that of others it may hold a lock, such
// as the allocator's.
static void rest(int number, siginfo_t *information, void *context) {
    (void)number, (void)information;
    if (!claimed(place_of(context).counter)) return;
    int earlier_error = errno;
    nanosleep(&(struct timespec){.tv_nsec = rest_nanoseconds}, NULL);
    errno = earlier_error;
}

bool roost_guard_install(void) {
    static atomic_flag installed = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&installed)) return true;
    struct sigaction calm = {.sa_sigaction = rest, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigemptyset(&calm.sa_mask);
    if (sigaction(SIGVTALRM, &calm, NULL) != 0) return false;
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < signal_count; i++) {
        if (sigaction(signals[i], &action, &earlier[i]) != 0) return false;
    }
    return true;
}

uintptr_t roost_guard_enter(uint8_t *mark) {
    own_mark = mark;
    own.self = pthread_self();
    own.stack = malloc(signal_stack_bytes);
    if (own.stack) {
        stack_t stack = {.ss_sp = own.stack, .ss_size = signal_stack_bytes};
        sigaltstack(&stack, NULL);
    }
    struct sigevent signal = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGVTALRM};
    signal._sigev_un._tid = gettid();
    // Without a mark there may be no handler, and the signal would end the process.
    own.has_timer = mark && timer_create(CLOCK_THREAD_CPUTIME_ID, &signal, &own.timer) == 0;
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGVTALRM);
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
    return (uintptr_t)&own;
}

void roost_guard_name(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

void roost_guard_leave(void) {
    own_mark = NULL;
    if (own.has_timer) timer_delete(own.timer);
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(own.stack);
    own = (struct thread){0};
}

struct search { uintptr_t address, start, end; };

static int find_object(struct dl_phdr_info *object, size_t size, void *pointer) {
    (void)size;
    struct search *search = pointer;
    uintptr_t start = UINTPTR_MAX, end = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_LOAD) continue;
        uintptr_t first = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (first < start) start = first;
        if (first + object->dlpi_phdr[i].p_memsz > end) end = first + object->dlpi_phdr[i].p_memsz;
    }
    if (search->address < start || search->address >= end) return 0;
    search->start = start;
    search->end = end;
    return 1;
}

bool roost_guard_claim(const void *address, uint8_t *mark) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct search search = {.address = (uintptr_t)address};
    if (!dl_iterate_phdr(find_object, &search)) return false;
    pthread_mutex_lock(&lock);
    size_t count = atomic_load(&claim_count);
    bool fits = count < claim_limit;
    if (fits) {
        claims[count].start = search.start;
        claims[count].end = search.end;
        claims[count].mark = mark;
        // Last, because a signal handler may read at any time.
        atomic_store(&claim_count, count + 1);
    }
    pthread_mutex_unlock(&lock);
    return fits;
}

void roost_guard_calm(uintptr_t handle) {
    struct thread *thread = (struct thread *)handle;
    struct sched_param none = {0};
    pthread_setschedparam(thread->self, SCHED_IDLE, &none);
    struct timespec run = {.tv_nsec = run_nanoseconds};
    if (thread->has_timer) timer_settime(thread->timer, 0, &(struct itimerspec){run, run}, NULL);
}

int64_t roost_guard_spent(uintptr_t handle) {
    clockid_t clock;
    struct timespec spent = {0};
    if (pthread_getcpuclockid(((struct thread *)handle)->self, &clock) == 0) clock_gettime(clock, &spent);
    return (int64_t)spent.tv_sec * 1000000000 + spent.tv_nsec;
}
