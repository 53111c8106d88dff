// In a release libpq is linked in, and what it calls of other libraries leads here: a library is loaded
// when the first of its functions is called. A session by a socket, without TLS, needs none.
#if __has_include(<libpq_needs.h>)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "clibpq_loading.h"

#include <dlfcn.h>
#include <errno.h>
#include <libpq-fe.h>
#include <libpq_needs.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct library {
  const char *const name;
  /// The library among these that it needs, or -1.
  const int need;
  bool was_tried;
  /// Why it cannot be used; null when it can.
  const char *failure;
};

#define LIBRARY(name, need) {name, need, false, NULL},
static struct library libraries[] = {LIBPQ_LIBRARIES(LIBRARY)};

#define FUNCTION(number, library, name) {library, #name},
static const struct {
  int owner;
  const char *name;
} functions[] = {LIBPQ_FUNCTIONS(FUNCTION)};

enum { function_count = sizeof functions / sizeof functions[0] };

// libpq calls each function by a name of ours, which jumps to where this table says: to `late_first`,
// with the function's number, and to the function itself once its library is there.
extern void late_first(void);
#define FIRST(number, library, name) (void *)late_first,
__attribute__((visibility("hidden"), used)) void *late_addresses[] = {LIBPQ_FUNCTIONS(FIRST)};

#define BEGIN(name) \
  ".pushsection .text\n.hidden " name "\n.globl " name "\n.type " name ", %function\n.p2align 4\n" name ":\n"
#define END(name) "\n.size " name ", . - " name "\n.popsection\n"

#if defined(__x86_64__)

#define JUMP(number, library, name) \
  __asm__(BEGIN("late_" #name) "movl $" #number ", %r11d\n" \
          "jmp *late_addresses + 8 * " #number "(%rip)" END("late_" #name));

// Every register that may hold an argument is kept; %al counts those of a variadic function.
__asm__(BEGIN("late_first")
        "pushq %rbp\n movq %rsp, %rbp\n subq $192, %rsp\n"
        "movq %rdi, (%rsp)\n movq %rsi, 8(%rsp)\n movq %rdx, 16(%rsp)\n movq %rcx, 24(%rsp)\n"
        "movq %r8, 32(%rsp)\n movq %r9, 40(%rsp)\n movq %rax, 48(%rsp)\n"
        "movups %xmm0, 64(%rsp)\n movups %xmm1, 80(%rsp)\n movups %xmm2, 96(%rsp)\n"
        "movups %xmm3, 112(%rsp)\n movups %xmm4, 128(%rsp)\n movups %xmm5, 144(%rsp)\n"
        "movups %xmm6, 160(%rsp)\n movups %xmm7, 176(%rsp)\n"
        "movl %r11d, %edi\n call late_find\n movq %rax, %r11\n"
        "movups 176(%rsp), %xmm7\n movups 160(%rsp), %xmm6\n movups 144(%rsp), %xmm5\n"
        "movups 128(%rsp), %xmm4\n movups 112(%rsp), %xmm3\n movups 96(%rsp), %xmm2\n"
        "movups 80(%rsp), %xmm1\n movups 64(%rsp), %xmm0\n"
        "movq 48(%rsp), %rax\n movq 40(%rsp), %r9\n movq 32(%rsp), %r8\n"
        "movq 24(%rsp), %rcx\n movq 16(%rsp), %rdx\n movq 8(%rsp), %rsi\n movq (%rsp), %rdi\n"
        "leave\n jmp *%r11" END("late_first"));

#elif defined(__aarch64__)

#define JUMP(number, library, name) \
  __asm__(BEGIN("late_" #name) "mov w17, #" #number "\n" \
          "adrp x16, late_addresses + 8 * " #number "\n" \
          "add x16, x16, :lo12:late_addresses + 8 * " #number "\n" \
          "ldar x16, [x16]\n br x16" END("late_" #name));

__asm__(BEGIN("late_first")
        "stp x29, x30, [sp, #-224]!\n mov x29, sp\n"
        "stp x0, x1, [sp, #16]\n stp x2, x3, [sp, #32]\n stp x4, x5, [sp, #48]\n"
        "stp x6, x7, [sp, #64]\n str x8, [sp, #80]\n"
        "stp q0, q1, [sp, #96]\n stp q2, q3, [sp, #128]\n"
        "stp q4, q5, [sp, #160]\n stp q6, q7, [sp, #192]\n"
        "mov w0, w17\n bl late_find\n mov x16, x0\n"
        "ldp q6, q7, [sp, #192]\n ldp q4, q5, [sp, #160]\n"
        "ldp q2, q3, [sp, #128]\n ldp q0, q1, [sp, #96]\n"
        "ldr x8, [sp, #80]\n ldp x6, x7, [sp, #64]\n ldp x4, x5, [sp, #48]\n"
        "ldp x2, x3, [sp, #32]\n ldp x0, x1, [sp, #16]\n"
        "ldp x29, x30, [sp], #224\n br x16" END("late_first"));

#endif

LIBPQ_FUNCTIONS(JUMP)

/// Finds all functions of a library; returns why they cannot be found.
///
/// None is used where one is missing: half of a library could check half of a certificate.
static const char *look_up(int number) {
  void *handle = dlopen(libraries[number].name, RTLD_LAZY | RTLD_LOCAL);
  if (handle == NULL) return strdup(dlerror());
  void *found[function_count];
  for (int each = 0; each < function_count; each++) {
    if (functions[each].owner != number) continue;
    found[each] = dlsym(handle, functions[each].name);
    if (found[each] == NULL) return strdup(dlerror());
  }
  for (int each = 0; each < function_count; each++) {
    if (functions[each].owner != number) continue;
    __atomic_store_n(&late_addresses[each], found[each], __ATOMIC_RELEASE);
  }
  return NULL;
}

/// Loads a library behind the one that it needs, once; returns why that is impossible.
static const char *load(int number) {
  struct library *library = &libraries[number];
  if (library->was_tried) return library->failure;
  library->was_tried = true;
  if (library->need >= 0) library->failure = load(library->need);
  if (library->failure == NULL) library->failure = look_up(number);
  return library->failure;
}

// What stands for the functions of a library that is missing. libpq says what it could not do, or does
// without.
static void *nothing(void) { return NULL; }
/// GSS_S_UNAVAILABLE of RFC 2744.
static uint32_t gss_unavailable(void) { return 16 << 16; }

static _Thread_local const char *missing;

/// Where the function of that number is; called by `late_first`.
__attribute__((visibility("hidden"), used)) void *late_find(int number) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  int error_number = errno;
  pthread_mutex_lock(&mutex);
  const char *failure = load(functions[number].owner);
  pthread_mutex_unlock(&mutex);
  errno = error_number;
  if (failure == NULL) return __atomic_load_n(&late_addresses[number], __ATOMIC_ACQUIRE);
  const char *name = functions[number].name;
  // By TCP libpq looks each time whether there are credentials; that there are none is no failure.
  if (strcmp(name, "gss_acquire_cred") != 0) missing = failure;
  return strncmp(name, "gss_", 4) == 0 ? (void *)gss_unavailable : (void *)nothing;
}

// The variable among the functions: an object identifier, 1.2.840.113554.1.2.1.4 (RFC 2744), which is
// compared by its bytes.
static struct {
  uint32_t length;
  void *bytes;
} hostbased_service = {10, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04"};
__attribute__((visibility("hidden"))) void *late_GSS_C_NT_HOSTBASED_SERVICE = &hostbased_service;

/// OpenSSL makes itself ready since 1.1. libpq would do it for each session, those without TLS included.
static void leave_openssl_alone(void) { PQinitOpenSSL(0, 0); }

bool clibpq_is_separate(void) { return false; }

const char *clibpq_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, leave_openssl_alone);
  return NULL;
}

const char *clibpq_missing(void) {
  const char *failure = missing;
  missing = NULL;
  return failure;
}

#endif
