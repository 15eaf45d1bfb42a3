#define _GNU_SOURCE
#include "CModuleGuard.h"

#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <sys/prctl.h>

// What a crash is: a trap of Swift is SIGILL or SIGTRAP, an overflow of the stack SIGSEGV.
static const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { signal_count = sizeof signals / sizeof signals[0] };
static struct sigaction earlier[signal_count];

// Versions stay loaded, so this bounds the reloads whose code is known on threads of others.
enum { claim_limit = 1024, frame_limit = 64, signal_stack_bytes = 64 * 1024 };
static struct { uintptr_t start, end; uint8_t *mark; } claims[claim_limit];
static atomic_size_t claim_count;

static _Thread_local uint8_t *own_mark;
static _Thread_local void *own_stack;

static uint8_t *claimed(uintptr_t address) {
    size_t count = atomic_load(&claim_count);
    for (size_t i = 0; i < count && i < claim_limit; i++) {
        if (claims[i].start <= address && address < claims[i].end) return claims[i].mark;
    }
    return NULL;
}

// The mark of the nearest caller that is claimed. Swift keeps frame pointers; a chain that does not grow has ended.
static uint8_t *mark_in_callers(const ucontext_t *context) {
#if defined(__x86_64__)
    uintptr_t counter = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    uintptr_t frame = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
    uintptr_t stack = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    uintptr_t counter = context->uc_mcontext.pc;
    uintptr_t frame = context->uc_mcontext.regs[29];
    uintptr_t stack = context->uc_mcontext.sp;
#else
#error "this processor's registers are not known here"
#endif
    uint8_t *mark = claimed(counter);
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

bool roost_guard_install(void) {
    static atomic_flag installed = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&installed)) return true;
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < signal_count; i++) {
        if (sigaction(signals[i], &action, &earlier[i]) != 0) return false;
    }
    return true;
}

void roost_guard_enter(uint8_t *mark) {
    own_mark = mark;
    own_stack = malloc(signal_stack_bytes);
    if (!own_stack) return;
    stack_t stack = {.ss_sp = own_stack, .ss_size = signal_stack_bytes};
    sigaltstack(&stack, NULL);
}

void roost_guard_name(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

void roost_guard_leave(void) {
    own_mark = NULL;
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(own_stack);
    own_stack = NULL;
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

uintptr_t roost_guard_thread(void) { return (uintptr_t)pthread_self(); }

void roost_guard_calm(uintptr_t thread) {
    struct sched_param none = {0};
    pthread_setschedparam((pthread_t)thread, SCHED_IDLE, &none);
}

int64_t roost_guard_spent(uintptr_t thread) {
    clockid_t clock;
    struct timespec spent = {0};
    if (pthread_getcpuclockid((pthread_t)thread, &clock) == 0) clock_gettime(clock, &spent);
    return (int64_t)spent.tv_sec * 1000000000 + spent.tv_nsec;
}
