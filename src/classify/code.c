#include "code.h"

const RdCode *
rd_code_ready(RdCode **slot)
{
	return g_atomic_pointer_get(slot);
}

const RdCode *
rd_code_make(RdCode **slot, pcre2_code *(*compile)(gconstpointer), gconstpointer pattern)
{
	static GMutex lock;
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
	RdCode *self = *slot;

	if (self != NULL)
		return self;
	self = g_new0(RdCode, 1);
	self->code = compile(pattern);
	self->jit = self->code != NULL && pcre2_jit_compile(self->code, PCRE2_JIT_COMPLETE) == 0;
	g_atomic_pointer_set(slot, self);
	return self;
}

void
rd_code_free(RdCode *self)
{
	if (self == NULL)
		return;
	pcre2_code_free(self->code);
	g_free(self);
}
