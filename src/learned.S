/* What the build learned from the shipped rules, as octets (src/classify/shipped.h). */

	.section .rodata
	.balign 64
	.globl rd_shipped_start
rd_shipped_start:
	.incbin "learned.rules"
	.globl rd_shipped_end
rd_shipped_end:
	.section .note.GNU-stack, "", %progbits
