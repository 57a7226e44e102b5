/* The door board in simavr, in the machine's own time. Called with the firmware (ELF) and the number of an open
 * pseudo-terminal's end, which becomes the board's serial port. Says each change of an output as "SECONDS PIN LEVEL", in the
 * board's own seconds since it was switched on, and takes "PIN LEVEL" for its inputs; PIN is a number as on an Arduino Uno.
 * Ends with its standard input. */

#include <fcntl.h>
#include <poll.h>
#include <simavr/avr_extint.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int port, may_send = 1;
static const struct { unsigned address, first; } outputs[] = {{0x2b, 0}, {0x25, 8}}; /* PORTD, PORTB; DDR lies before it */

static void sent(struct avr_irq_t *irq, uint32_t value, void *unused) {
    unsigned char byte = value;
    (void)irq, (void)unused;
    if (write(port, &byte, 1) != 1) return; /* nobody listens */
}

static void gate(struct avr_irq_t *irq, uint32_t value, void *open) {
    (void)irq, (void)value;
    may_send = open != NULL;
}

/* What is wired to an input is stronger than its pull-up. */
static void wire(avr_t *avr, unsigned pin, unsigned level) {
    static unsigned wired, levels;
    wired |= 1u << pin;
    levels = (levels & ~(1u << pin)) | (level & 1u) << pin;
    avr_ioport_external_t external = {.name = 'D', .mask = wired, .value = levels};
    avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL('D'), &external);
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), pin), level);
}

static void no_sleep(avr_t *avr, avr_cycle_count_t cycles) { (void)avr, (void)cycles; }

static void quiet(avr_t *avr, const int level, const char *format, va_list words) {
    (void)avr, (void)level, (void)format, (void)words;
}

int main(int argc, char **argv) {
    elf_firmware_t firmware;
    memset(&firmware, 0, sizeof firmware);
    avr_global_logger_set(quiet);
    if (argc != 3 || elf_read_firmware(argv[1], &firmware)) return 2;
    port = atoi(argv[2]);
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (!avr) return 2;
    avr_init(avr);
    avr_load_firmware(avr, &firmware);
    avr->frequency = 16000000;
    avr->sleep = no_sleep;
    for (int input = 0; input < 2; input++) avr_extint_set_strict_lvl_trig(avr, input, 0); /* else it looks on each cycle */
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    avr_irq_t *uart = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), 0);
    avr_irq_register_notify(uart + UART_IRQ_OUTPUT, sent, NULL);
    avr_irq_register_notify(uart + UART_IRQ_OUT_XON, gate, &may_send);
    avr_irq_register_notify(uart + UART_IRQ_OUT_XOFF, gate, NULL);
    for (unsigned pin = 2; pin <= 4; pin++) wire(avr, pin, pin == 4); /* the door and the housing are shut, nobody leaves */
    setvbuf(stdout, NULL, _IOLBF, 0);
    fcntl(port, F_SETFL, O_NONBLOCK);
    fcntl(0, F_SETFL, O_NONBLOCK);

    struct timespec start, now;
    unsigned levels[2] = {0, 0};
    unsigned char waiting[256];
    int at = 0, end = 0;
    char line[64];
    unsigned length = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        char byte;
        ssize_t got;
        while ((got = read(0, &byte, 1)) == 1) {
            unsigned pin, level;
            line[length] = 0;
            if (byte != '\n') { if (length < sizeof line - 1) line[length++] = byte; continue; }
            length = 0;
            if (sscanf(line, "%u %u", &pin, &level) == 2 && pin < 8) wire(avr, pin, level);
        }
        if (got == 0) return 0;
        if (at == end) {
            at = 0;
            got = read(port, waiting, sizeof waiting);
            end = got > 0 ? got : 0;
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        double elapsed = (now.tv_sec - start.tv_sec) + 1e-9 * (now.tv_nsec - start.tv_nsec);
        avr_cycle_count_t until = (avr_cycle_count_t)(elapsed * avr->frequency);
        if (avr->cycle >= until) {
            struct pollfd either[] = {{0, POLLIN, 0}, {port, POLLIN, 0}};
            poll(either, at == end ? 2 : 1, 5); /* a port nobody has open is ready at once, and reads as nothing */
            continue;
        }
        if (until - avr->cycle > 160000) until = avr->cycle + 160000; /* 10 ms at a time */
        while (avr->cycle < until) {
            if (at < end && may_send) avr_raise_irq(uart + UART_IRQ_INPUT, waiting[at++]);
            int state = avr_run(avr);
            if (state == cpu_Done || state == cpu_Crashed) return 3;
            for (int i = 0; i < 2; i++) {
                unsigned level = avr->data[outputs[i].address] & avr->data[outputs[i].address - 1];
                for (unsigned bit = 0, changed = level ^ levels[i]; changed >> bit; bit++)
                    if (changed >> bit & 1)
                        printf("%.6f %u %u\n", (double)avr->cycle / avr->frequency, outputs[i].first + bit, level >> bit & 1);
                levels[i] = level;
            }
        }
    }
}
