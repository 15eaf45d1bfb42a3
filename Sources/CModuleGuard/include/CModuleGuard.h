#ifndef ROOST_CMODULEGUARD_H
#define ROOST_CMODULEGUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Notes which module's code ended the process: a byte in a mapped file, which outlives the process. And holds back
// threads of modules that do not let go.

/// What a mark is where the code that it stands for ended the process.
enum { roost_guard_crashed = '!' };

/// Watches for signals that end the process, and for SIGVTALRM, by which calm threads rest. A second call changes nothing.
/// False where the system refused.
bool roost_guard_install(void);

/// From now on this thread runs code that `mark` stands for, after `roost_guard_install`; or it is null. The thread gets a signal stack of its own,
/// so that an overflow of its stack leaves a mark, too. Returns its handle, for `roost_guard_calm` and `_spent`.
uintptr_t roost_guard_enter(uint8_t *mark);

/// Names the calling thread, for whoever looks at the process; Linux takes 15 bytes of it.
void roost_guard_name(const char *name);

/// Gives the signal stack back, and forgets the mark. The thread's handle is no longer valid.
void roost_guard_leave(void);

/// Code in the file that has `address` is what `mark` stands for, on whatever thread it runs. False where there is no
/// such file, or no room for one more.
bool roost_guard_claim(const void *address, uint8_t *mark);

/// The thread runs only while no other wants to, and, where it has a mark, not for long at a time where it is busy with
/// claimed code, which must have no use any more.
void roost_guard_calm(uintptr_t thread);

/// Nanoseconds of the processor that the thread has had.
int64_t roost_guard_spent(uintptr_t thread);

#endif
