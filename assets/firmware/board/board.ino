// The door board of gatekeeper: an Arduino Uno (ATmega328P, 16 MHz) that opens a door for a time and locks it again by
// itself, whatever becomes of the computer, of the cable and of its own main loop.
//
// How it is wired, flashed and spoken to: docs/operation.md. It needs avr-libc only, so both the Arduino IDE and avr-gcc
// compile it; its `main` takes the place of the IDE's own.
//
// Who locks: the interrupt of timer 1, every millisecond. Who sees to it that this interrupt runs: the watchdog, which is
// reset by the main loop, and only if the timer has gone on. After every reset all outputs are off.

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <avr/wdt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <util/atomic.h>
#include <util/crc16.h>

#ifndef F_CPU
#define F_CPU 16000000UL
#endif
#define BAUD 57600UL

#define MOST_MS 60000U      // the longest pulse there is
#define GRACE_MS 1000U      // after locking: the bolt, and whoever has the handle in their hand, need a moment
#define EXIT_MS 5000U       // after the exit button or handle: whoever leaves forces nothing
#define DEBOUNCE_MS 30U
#define REFUSED_MS 2000U
#define LONGEST_LINE 40

// Outputs, high is on.
#define RELAY_BIT _BV(PB4)  // D12: relay and green light
#define RED_BIT _BV(PB5)    // D13
#define BUZZER_BIT _BV(PB0) // D8
#define ALARM_BIT _BV(PD7)  // D7: the alarm output
// Inputs with pull-ups: a wire that is cut reads as an open door, and as tampering.
#define CONTACT_BIT _BV(PD2) // D2: closed to ground while the door is shut
#define TAMPER_BIT _BV(PD3)  // D3: closed to ground while the housing is shut
#define EXIT_BIT _BV(PD4)    // D4: closed to ground by the exit button or handle

static volatile uint16_t ticks;
static volatile uint16_t relay_ms, red_ms, exit_ms;
static volatile uint16_t grace_ms = GRACE_MS; // a door that stands open at the start was not forced
static volatile uint16_t melody; // a bit for each 80 ms, the lowest first
static volatile uint8_t door_open, tampered;
static volatile uint16_t forced; // how often the door was opened while it was locked

static volatile uint8_t received[64];
static volatile uint8_t received_in;
static volatile uint8_t received_out;

// Before anything else: after a reset by the watchdog it still runs, at its shortest time.
extern "C" void quiet(void) __attribute__((naked, used, section(".init3")));
extern "C" void quiet(void) {
    MCUSR = 0;
    wdt_disable();
}

static uint8_t debounced(uint8_t now, uint8_t was, uint8_t *since) {
    if (now == was) {
        *since = 0;
        return was;
    }
    return ++*since < DEBOUNCE_MS ? was : now;
}

ISR(TIMER1_COMPA_vect) {
    static uint8_t contact_since, tamper_since, exit_since, leaving, beat;
    ticks++;
    if (relay_ms && --relay_ms == 0) {
        PORTB &= ~RELAY_BIT;
        grace_ms = GRACE_MS;
    }
    if (red_ms && --red_ms == 0) PORTB &= ~RED_BIT;
    if (grace_ms) grace_ms--;
    if (exit_ms) exit_ms--;
    if (++beat >= 80) {
        beat = 0;
        if (melody & 1) PORTB |= BUZZER_BIT; else PORTB &= ~BUZZER_BIT;
        melody >>= 1;
    }
    uint8_t inputs = PIND;
    leaving = debounced(!(inputs & EXIT_BIT), leaving, &exit_since);
    if (leaving) exit_ms = EXIT_MS;
    uint8_t was = door_open;
    door_open = debounced((inputs & CONTACT_BIT) != 0, was, &contact_since);
    if (door_open && !was && !relay_ms && !grace_ms && !exit_ms) forced++;
    tampered = debounced((inputs & TAMPER_BIT) != 0, tampered, &tamper_since);
}

ISR(USART_RX_vect) {
    uint8_t next = (received_in + 1) % sizeof received, byte = UDR0;
    if (next != received_out) { // else the line is too long, and its checksum wrong
        received[received_in] = byte;
        received_in = next;
    }
}

static void unlock(uint16_t ms) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        red_ms = 0;
        relay_ms = ms;
        melody = 0x1d; // short, long
        PORTB = (PORTB & ~RED_BIT) | RELAY_BIT;
    }
}

static void lock(void) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        if (relay_ms) grace_ms = GRACE_MS;
        relay_ms = red_ms = 0;
        PORTB &= ~(RELAY_BIT | RED_BIT);
    }
}

static void refuse(void) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        if (!relay_ms) {
            red_ms = REFUSED_MS;
            melody = 0x1ef; // long, long
            PORTB |= RED_BIT;
        }
    }
}

static uint8_t sent; // the checksum of what was sent of this line

static void send_byte(uint8_t byte) {
    while (!(UCSR0A & _BV(UDRE0))) {}
    UDR0 = byte;
}

static void send(const char *text) {
    for (; *text; text++) {
        sent = _crc8_ccitt_update(sent, *text);
        send_byte(*text);
    }
}

static void send_number(uint16_t number) {
    char digits[7];
    send(" ");
    send(utoa(number, digits, 10));
}

static void end_line(void) {
    static const char hex[] = "0123456789ABCDEF";
    uint8_t checksum = sent;
    send_byte('*');
    send_byte(hex[checksum >> 4]);
    send_byte(hex[checksum & 15]);
    send_byte('\n');
    sent = 0;
}

// The text before a right "*" and checksum, else null.
static char *checked(char *line) {
    char *star = strrchr(line, '*'), *end;
    if (!star || strlen(star) != 3) return 0;
    uint8_t checksum = 0;
    for (char *at = line; at < star; at++) checksum = _crc8_ccitt_update(checksum, *at);
    if ((uint8_t)strtoul(star + 1, &end, 16) != checksum || *end) return 0;
    *star = 0;
    return line;
}

static void obey(char *line) {
    static uint8_t greeted;
    static uint16_t last = 0xffff; // the number of the line that was obeyed last: one that is repeated is answered only
    char *word;
    if (!checked(line)) return; // who sent it hears nothing, and sends it again
    uint16_t number = strtoul(line, &word, 10) & 0xff;
    if (word == line || *word++ != ' ') return;
    char *value = strchr(word, ' ');
    if (value) *value++ = 0;
    unsigned long amount = value ? strtoul(value, &value, 10) : 0;
    uint8_t whole = !value || !*value, anew = number != last, known = 1;

    if (!strcmp(word, "hello")) {
        lock();
        last = 0xffff;
        greeted = 1;
        send("hello gatekeeper 1");
        end_line();
        return;
    }
    if (!greeted) return; // what was said before a reset, and comes after it, is old
    if (!strcmp(word, "open") && whole && amount > 0 && amount <= MOST_MS) {
        if (anew) unlock(amount);
    } else if (!strcmp(word, "lock")) {
        lock(); // as often as it is said
    } else if (!strcmp(word, "refuse")) {
        if (anew) refuse();
    } else if (!strcmp(word, "alarm") && whole && amount <= 1) {
        ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
            if (amount) PORTD |= ALARM_BIT; else PORTD &= ~ALARM_BIT;
        }
    } else if (strcmp(word, "state")) {
        known = 0;
    }
    if (known) last = number;

    uint16_t left, count;
    uint8_t open, tamper;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        left = relay_ms;
        count = forced;
        open = door_open;
        tamper = tampered;
    }
    send(known ? "ok" : "no");
    send_number(number);
    send_number(left);
    send_number(open);
    send_number(tamper);
    send_number((PORTD & ALARM_BIT) != 0);
    send_number(count);
    end_line();
}

int main(void) {
    static char line[LONGEST_LINE + 1];
    uint8_t length = 0;
    uint16_t seen = 0, now;

    PORTB = 0;
    PORTD = CONTACT_BIT | TAMPER_BIT | EXIT_BIT;
    DDRB = RELAY_BIT | RED_BIT | BUZZER_BIT;
    DDRD = ALARM_BIT;
    OCR1A = F_CPU / 8 / 1000 - 1;
    TCCR1A = 0;
    TCCR1B = _BV(WGM12) | _BV(CS11);
    TIMSK1 = _BV(OCIE1A);
    UBRR0 = (F_CPU + BAUD * 4) / (BAUD * 8) - 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    wdt_enable(WDTO_250MS);
    set_sleep_mode(SLEEP_MODE_IDLE);
    sei();
    for (;;) {
        ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = ticks; }
        if (now != seen) {
            seen = now;
            wdt_reset();
        }
        while (received_out != received_in) {
            char byte = received[received_out];
            received_out = (received_out + 1) % sizeof received;
            if (byte != '\n') {
                if (length < LONGEST_LINE) line[length++] = byte;
            } else {
                line[length] = 0;
                length = 0;
                obey(line);
            }
        }
        sleep_mode();
    }
}
