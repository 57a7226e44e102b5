"""What the core says in English, so that it can be shown in other languages.

The core knows no translations, and the log keeps what was said at the door as it was said. {0} stands for what differs: a
name, a number, a time, weekly hours, or another text of this list. What only an administrator meets when files, networks or
the machine fail stays English. `tests/gui/test_language.py` finds what the core says and this list lacks.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache, partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale

from gatekeeper.gui.core import language

SENTENCES: tuple[str, ...] = tuple(
    map(
        str,
        (
            # At the door
            QT_TRANSLATE_NOOP("core", "Welcome, {0}."),
            QT_TRANSLATE_NOOP("core", "Not known. Please register at the door desk."),
            QT_TRANSLATE_NOOP("core", "Not sure who you are. Please look straight into the camera."),
            QT_TRANSLATE_NOOP("core", "Please put on your mask."),
            QT_TRANSLATE_NOOP("core", "Please pull your mask over your nose."),
            QT_TRANSLATE_NOOP("core", "Please take your mask off."),
            QT_TRANSLATE_NOOP("core", "Please enter your PIN."),
            QT_TRANSLATE_NOOP("core", "This PIN is wrong."),
            QT_TRANSLATE_NOOP("core", "This door asks for a PIN and you have none. Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "{0} wrong tries."),
            QT_TRANSLATE_NOOP("core", "{0} wrong tries. Please wait {1} seconds."),
            QT_TRANSLATE_NOOP("core", "Please wait {0} seconds."),
            QT_TRANSLATE_NOOP("core", "Your access is blocked. Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "Your access begins on {0}."),
            QT_TRANSLATE_NOOP("core", "Your access ended on {0}. Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "You are not registered for this door. Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "Outside your hours: {0}."),
            QT_TRANSLATE_NOOP("core", "The door has just opened for you."),
            QT_TRANSLATE_NOOP("core", "Please come closer."),
            QT_TRANSLATE_NOOP("core", "More light on the face, please."),
            QT_TRANSLATE_NOOP("core", "Less light on the face, please."),
            QT_TRANSLATE_NOOP("core", "Please hold still."),
            QT_TRANSLATE_NOOP("core", "Please look into the camera."),
            QT_TRANSLATE_NOOP("core", "Please look straight into the camera."),
            QT_TRANSLATE_NOOP("core", "Please step into the middle of the picture."),
            QT_TRANSLATE_NOOP("core", "Please turn your head to the left."),
            QT_TRANSLATE_NOOP("core", "Please turn your head to the right."),
            QT_TRANSLATE_NOOP(
                "core", "This looks like a picture of a person. Please step away and come again yourself."
            ),
            QT_TRANSLATE_NOOP("core", "Too many checks have failed at this door. Please wait {0} seconds."),
            QT_TRANSLATE_NOOP("core", "You did not turn as asked. Please step away and come again."),
            QT_TRANSLATE_NOOP("core", "No turn of the head was seen in time. Please step away and come again."),
            QT_TRANSLATE_NOOP("core", "Liveness could not be checked ({0}). Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "Liveness could not be checked in time. Please come closer and hold still."),
            QT_TRANSLATE_NOOP("core", "Please ask at the door desk."),
            QT_TRANSLATE_NOOP("core", "Please come closer and hold still."),
            QT_TRANSLATE_NOOP("core", "the camera delivers no depth"),
            QT_TRANSLATE_NOOP("core", "The door stays shut: {0}"),
            QT_TRANSLATE_NOOP("core", "The door stays shut, since its rule cannot be read: {0}"),
            QT_TRANSLATE_NOOP("core", "An error in the program keeps this door shut: see its log."),
            QT_TRANSLATE_NOOP("core", "There is no timezone {0} on this machine."),
            QT_TRANSLATE_NOOP("core", "Write it as Europe/Vienna."),
            QT_TRANSLATE_NOOP("core", "Opened by hand by {0}: {1}"),
            QT_TRANSLATE_NOOP("core", "Nobody waits to enter a PIN."),
            QT_TRANSLATE_NOOP("core", "Please look into the camera, one person at a time."),
            QT_TRANSLATE_NOOP("core", "You are no longer seen."),
            QT_TRANSLATE_NOOP("core", "You are no longer recognised."),
            QT_TRANSLATE_NOOP("core", "Please look into the camera and enter the PIN again."),
            QT_TRANSLATE_NOOP("core", "Your PIN is still being compared."),
            QT_TRANSLATE_NOOP("core", "Please wait for the answer."),
            QT_TRANSLATE_NOOP("core", "Recognition has ended."),
            QT_TRANSLATE_NOOP("core", "Start the program again."),
            QT_TRANSLATE_NOOP("core", "never"),
            # Cameras and doors
            QT_TRANSLATE_NOOP("core", "waiting for the first picture, {0} s"),
            QT_TRANSLATE_NOOP("core", "no first picture within {0} s"),
            QT_TRANSLATE_NOOP("core", "no picture for {0} s"),
            QT_TRANSLATE_NOOP("core", "it stopped delivering pictures"),
            QT_TRANSLATE_NOOP("core", "it cannot be watched: {0}"),
            QT_TRANSLATE_NOOP("core", "Its driver failed: {0}"),
            QT_TRANSLATE_NOOP("core", "{0} cannot be read: {1}"),
            QT_TRANSLATE_NOOP("core", "Look at the file."),
            QT_TRANSLATE_NOOP("core", "Is it on, and the address right?"),
            QT_TRANSLATE_NOOP("core", "The camera {0} cannot be opened."),
            QT_TRANSLATE_NOOP("core", "The camera {0} is not plugged in."),
            QT_TRANSLATE_NOOP("core", "The camera refuses the user name or the password."),
            QT_TRANSLATE_NOOP("core", "The camera delivers no colour pictures."),
            QT_TRANSLATE_NOOP("core", "The process that reads the camera has ended."),
            QT_TRANSLATE_NOOP("core", "Is it plugged in, and free?"),
            QT_TRANSLATE_NOOP("core", "The door {0} did not unlock: the grant had become too old."),
            QT_TRANSLATE_NOOP("core", "Come again."),
            QT_TRANSLATE_NOOP("core", "The relay of {0} failed: {1}"),
            QT_TRANSLATE_NOOP("core", "The door {0} failed: {1}"),
            QT_TRANSLATE_NOOP("core", "Check the relay."),
            QT_TRANSLATE_NOOP("core", "The door's serial port {0} cannot be opened: {1}"),
            QT_TRANSLATE_NOOP("core", "Check cable and port."),
            QT_TRANSLATE_NOOP("core", "The door's serial port does not take data: {0}"),
            QT_TRANSLATE_NOOP("core", "Check the cable."),
            QT_TRANSLATE_NOOP("core", "Nothing that speaks Firmata answered on {0} within {1} s."),
            QT_TRANSLATE_NOOP("core", "Load StandardFirmata onto the board, or choose another port."),
            QT_TRANSLATE_NOOP("core", "The door's serial port does not answer: {0}"),
            QT_TRANSLATE_NOOP("core", "The serial port {0} is held by {1}."),
            QT_TRANSLATE_NOOP("core", "Choose another port, or end that program."),
            QT_TRANSLATE_NOOP("core", "The relay of {0} does not answer."),
            QT_TRANSLATE_NOOP("core", "The relay {0} did not open."),
            QT_TRANSLATE_NOOP("core", "The relay {0} did not lock."),
            QT_TRANSLATE_NOOP("core", "The relay {0} does not answer: {1}"),
            QT_TRANSLATE_NOOP("core", "The relay {0} does not answer as it should."),
            QT_TRANSLATE_NOOP("core", "The relay {0} does not know what it was asked."),
            QT_TRANSLATE_NOOP("core", "The relay {0} is no Shelly."),
            QT_TRANSLATE_NOOP("core", "No door board answered on {port} within {seconds:g} s."),
            QT_TRANSLATE_NOOP("core", "Load gatekeeper's firmware onto the board, or choose another port."),
            QT_TRANSLATE_NOOP("core", "The board on {port} does not answer."),
            QT_TRANSLATE_NOOP("core", "Check cable and board."),
            QT_TRANSLATE_NOOP("core", "The relay {relay} did not open."),
            QT_TRANSLATE_NOOP("core", "The relay {relay} did not lock."),
            QT_TRANSLATE_NOOP("core", "The relay {relay} does not answer: {error}"),
            QT_TRANSLATE_NOOP("core", "The relay {relay} does not know what it was asked."),
            QT_TRANSLATE_NOOP("core", "Load the firmware of this version of gatekeeper onto the board."),
            QT_TRANSLATE_NOOP("core", "The door was forced open."),
            QT_TRANSLATE_NOOP("core", "The door that was forced open is shut again."),
            QT_TRANSLATE_NOOP("core", "The door stands open."),
            QT_TRANSLATE_NOOP("core", "The door that stood open is shut again."),
            QT_TRANSLATE_NOOP("core", "The housing at the door is open, or a wire is cut."),
            QT_TRANSLATE_NOOP("core", "The housing at the door is shut again."),
            QT_TRANSLATE_NOOP("core", "door.relay is {value!r}."),
            QT_TRANSLATE_NOOP("core", "Its options are {options}."),
            QT_TRANSLATE_NOOP("core", "It has no options."),
            QT_TRANSLATE_NOOP("core", 'pulse must be "waveshare", or left out.'),
            QT_TRANSLATE_NOOP("core", "An alarm output needs contact or tamper, whose alarm it gives."),
            QT_TRANSLATE_NOOP("core", "alarm must be another channel than the door's."),
            QT_TRANSLATE_NOOP("core", "{option} takes no value here."),
            QT_TRANSLATE_NOOP("core", "{option} must be one of {numbers}."),
            QT_TRANSLATE_NOOP("core", "{option} must be 1 to {most}."),
            QT_TRANSLATE_NOOP("core", "The door's serial port {port} cannot be opened: {error}"),
            QT_TRANSLATE_NOOP("core", "The door's serial port does not take data: {error}"),
            QT_TRANSLATE_NOOP("core", "The door's serial port does not answer: {error}"),
            QT_TRANSLATE_NOOP("core", "The disk of {0} is full, so this door stays shut."),
            QT_TRANSLATE_NOOP("core", "The relay is not open yet."),
            QT_TRANSLATE_NOOP("core", "Please wait a moment."),
            QT_TRANSLATE_NOOP("core", "The door {0} is held by {1}: this program only watches."),
            QT_TRANSLATE_NOOP("core", "The camera is held by {0}, and only one program can read a device."),
            QT_TRANSLATE_NOOP("core", "process {0} (`{1}`, since {2})"),
            QT_TRANSLATE_NOOP("core", "another program"),
            QT_TRANSLATE_NOOP("core", "The door {0} stays shut: {1}"),
            QT_TRANSLATE_NOOP("core", "The door {0} cannot be taken: {1}"),
            QT_TRANSLATE_NOOP("core", "Open it there."),
            QT_TRANSLATE_NOOP("core", "The door {0} is closed down."),
            QT_TRANSLATE_NOOP("core", "The door {0} was locked."),
            QT_TRANSLATE_NOOP("core", "The door is opened by hand for a reason only."),
            QT_TRANSLATE_NOOP("core", "Say why."),
            QT_TRANSLATE_NOOP("core", "There is no camera {0}."),
            QT_TRANSLATE_NOOP(
                "core",
                "Use a number (0 is the first camera), a device's path, rtsp://…, realsense, a video file or a folder.",
            ),
            QT_TRANSLATE_NOOP("core", "In the address {0} a part is hidden."),
            QT_TRANSLATE_NOOP("core", "Write what *** stands for."),
            QT_TRANSLATE_NOOP("core", "The address {0} holds a space."),
            QT_TRANSLATE_NOOP("core", "In the address {0} the password cannot be told from the rest."),
            QT_TRANSLATE_NOOP("core", "In the address {0} the password holds a % that begins no character."),
            QT_TRANSLATE_NOOP("core", "The address {0} names no port that there is."),
            QT_TRANSLATE_NOOP("core", "The address {0} names no host."),
            QT_TRANSLATE_NOOP("core", "Write it as rtsp://HOST:PORT/PATH."),
            QT_TRANSLATE_NOOP("core", "Write it as rtsp://HOST/PATH."),
            QT_TRANSLATE_NOOP(
                "core",
                "In a user name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a space "
                "as %20.",
            ),
            QT_TRANSLATE_NOOP("core", "The folder {0} holds no picture of a kind that is read ({1})."),
            QT_TRANSLATE_NOOP("core", "{0} is not a video that can be played."),
            QT_TRANSLATE_NOOP("core", "Convert it to MP4 or AVI."),
            QT_TRANSLATE_NOOP("core", "{0} is no span of hours: {1}."),
            QT_TRANSLATE_NOOP("core", 'Write it as "mon-fri 08:00-18:00" or "sat,sun 22:00-02:00".'),
            # Photos and registration
            QT_TRANSLATE_NOOP("core", "No face was found in this photo."),
            QT_TRANSLATE_NOOP("core", "Show the whole face, from the front."),
            QT_TRANSLATE_NOOP("core", "There are {0} faces in this photo."),
            QT_TRANSLATE_NOOP("core", "Take the photo with one person only."),
            QT_TRANSLATE_NOOP("core", "The face is covered."),
            QT_TRANSLATE_NOOP(
                "core",
                "The person is erased, but another program is reading the database: until it ends, what was erased still "
                "stands in {0}-wal.",
            ),
            QT_TRANSLATE_NOOP(
                "core", "End that program. This one wipes it out as soon as it can, and at its next start."
            ),
            QT_TRANSLATE_NOOP("core", "No mask is seen."),
            QT_TRANSLATE_NOOP("core", "Please take the mask off."),
            QT_TRANSLATE_NOOP("core", "Please put the mask on."),
            QT_TRANSLATE_NOOP("core", "The {0} of the face is {1}; the limit is {2}."),
            QT_TRANSLATE_NOOP("core", "size"),
            QT_TRANSLATE_NOOP("core", "light"),
            QT_TRANSLATE_NOOP("core", "sharpness"),
            QT_TRANSLATE_NOOP("core", "pose"),
            QT_TRANSLATE_NOOP("core", "cut"),
            QT_TRANSLATE_NOOP("core", "The mask leaves nose or mouth free."),
            QT_TRANSLATE_NOOP("core", "Pull it over the nose, or take it off."),
            QT_TRANSLATE_NOOP("core", "This is nearly the same photo as one already taken."),
            QT_TRANSLATE_NOOP("core", "Turn the head a little."),
            QT_TRANSLATE_NOOP("core", "This photo seems to show another person."),
            QT_TRANSLATE_NOOP("core", "Use photos of one person."),
            QT_TRANSLATE_NOOP("core", "Taken ({0})."),
            QT_TRANSLATE_NOOP("core", "bare"),
            QT_TRANSLATE_NOOP("core", "masked"),
            QT_TRANSLATE_NOOP("core", "The person has no name."),
            QT_TRANSLATE_NOOP("core", "Enter a name."),
            QT_TRANSLATE_NOOP("core", "{0} has no bare photo among the {1} taken."),
            QT_TRANSLATE_NOOP("core", "Add at least one photo without a mask."),
            QT_TRANSLATE_NOOP("core", "{0} looks like {1} (number {2}), who is registered already."),
            QT_TRANSLATE_NOOP(
                "core", "Add the photos to {0}, or repeat with --allow-duplicate if they are two people."
            ),
            QT_TRANSLATE_NOOP("core", "{0} does not exist."),
            QT_TRANSLATE_NOOP("core", "Check the path."),
            QT_TRANSLATE_NOOP("core", "{0} is a folder."),
            QT_TRANSLATE_NOOP("core", "Name a picture file."),
            QT_TRANSLATE_NOOP("core", "{0} is not a folder."),
            QT_TRANSLATE_NOOP("core", "Name a folder of pictures."),
            QT_TRANSLATE_NOOP("core", "Name a folder with one folder of photos for each person."),
            QT_TRANSLATE_NOOP("core", "{0} has no folder with photos."),
            QT_TRANSLATE_NOOP("core", "Lay it out as NAME/photo.jpg."),
            QT_TRANSLATE_NOOP("core", "{0} is no file but a device or a pipe."),
            QT_TRANSLATE_NOOP("core", "{0} cannot be read: {1}."),
            QT_TRANSLATE_NOOP("core", "Check who may read it."),
            QT_TRANSLATE_NOOP("core", "{0} is not a picture of a kind that is read ({1})."),
            QT_TRANSLATE_NOOP("core", "Convert it to JPEG."),
            QT_TRANSLATE_NOOP("core", "{0} is a {1} of a rare kind."),
            QT_TRANSLATE_NOOP("core", "{0} is cut off."),
            QT_TRANSLATE_NOOP("core", "Copy it again from where it comes from."),
            QT_TRANSLATE_NOOP("core", "{0} is damaged or cannot be decoded: {1}."),
            QT_TRANSLATE_NOOP("core", "Export the picture again."),
            QT_TRANSLATE_NOOP("core", "{0} would be decoded in {1} passes."),
            QT_TRANSLATE_NOOP("core", "{0} has more than {1} MB."),
            QT_TRANSLATE_NOOP("core", "{0} has hundreds of megapixels."),
            QT_TRANSLATE_NOOP("core", "{0} has {1} megapixels; at most {2} are read."),
            QT_TRANSLATE_NOOP("core", "Save it smaller."),
            # A whole folder of people
            QT_TRANSLATE_NOOP("core", "The folder holds no photo that can be read."),
            QT_TRANSLATE_NOOP("core", "None of the photos was taken."),
            QT_TRANSLATE_NOOP("core", "This picture lies in nobody's folder."),
            QT_TRANSLATE_NOOP("core", "Put it into one that is named after the person."),
            QT_TRANSLATE_NOOP("core", "Only folders of people and people.csv are read here."),
            QT_TRANSLATE_NOOP("core", "{0}, line {1}: there is no folder of this name."),
            QT_TRANSLATE_NOOP("core", "{0} says something of them in line {1} and in line {2}."),
            QT_TRANSLATE_NOOP("core", "Remove one of the lines."),
            QT_TRANSLATE_NOOP("core", "{0}, line {1}: {2} is {3}."),
            QT_TRANSLATE_NOOP("core", "Write it as 2026-01-31 or 2026-01-31T08:00."),
            QT_TRANSLATE_NOOP("core", "{0}, line {1}: the consent lies in the future."),
            QT_TRANSLATE_NOOP("core", "Ask for it first."),
            QT_TRANSLATE_NOOP("core", "The program failed ({0}: {1})."),
            QT_TRANSLATE_NOOP("core", "Please report it."),
            # What is left out of a folder
            QT_TRANSLATE_NOOP("core", "It belongs to the system."),
            QT_TRANSLATE_NOOP("core", "It is a link that leads out of the folder."),
            QT_TRANSLATE_NOOP("core", "It is a link to another folder."),
            QT_TRANSLATE_NOOP("core", "It cannot be read, or leads to nothing."),
            QT_TRANSLATE_NOOP("core", "It cannot be read: {0}."),
            QT_TRANSLATE_NOOP("core", "It is no file but a device or a pipe."),
            QT_TRANSLATE_NOOP("core", "Files of this kind are not read. A picture can be converted to JPEG."),
            # People, corrections, export
            QT_TRANSLATE_NOOP("core", "There is no photo {0} of the person of number {1}."),
            QT_TRANSLATE_NOOP("core", "This is the person's only photo without a mask."),
            QT_TRANSLATE_NOOP("core", "Add another one first."),
            QT_TRANSLATE_NOOP("core", "Event {0} names nobody."),
            QT_TRANSLATE_NOOP("core", "The log names nobody {0} who was removed."),
            QT_TRANSLATE_NOOP("core", "See `gatekeeper log list`."),
            QT_TRANSLATE_NOOP("core", "Choose a visit of somebody known."),
            QT_TRANSLATE_NOOP("core", "This face does not look like {0} (similarity {1}, needed {2})."),
            QT_TRANSLATE_NOOP("core", "If it is, register a new photo at the desk."),
            QT_TRANSLATE_NOOP("core", "{0} has nearly the same photo already."),
            QT_TRANSLATE_NOOP("core", "Choose another visit."),
            QT_TRANSLATE_NOOP("core", "This face looks more like {0} (number {1}) than like {2}."),
            QT_TRANSLATE_NOOP("core", "Adding it would let them in as each other."),
            QT_TRANSLATE_NOOP("core", "{0} days are no time to keep anything."),
            QT_TRANSLATE_NOOP("core", "Choose 1 or more."),
            QT_TRANSLATE_NOOP("core", "Events cannot be exported as {0}."),
            QT_TRANSLATE_NOOP("core", "Use one of {0}."),
            QT_TRANSLATE_NOOP("core", "The export {0} cannot be written: {1}"),
            QT_TRANSLATE_NOOP("core", "Check the folder, its permissions and space."),
            QT_TRANSLATE_NOOP("core", "An Excel sheet has room for {0} events."),
            QT_TRANSLATE_NOOP("core", "Narrow the filter, or export as CSV."),
            QT_TRANSLATE_NOOP("core", "The model {0} has changed since it was calibrated."),
            QT_TRANSLATE_NOOP("core", "Calibrate it again."),
            QT_TRANSLATE_NOOP("core", "{0} was changed meanwhile."),
            QT_TRANSLATE_NOOP("core", "Start the program again, and change it then."),
            QT_TRANSLATE_NOOP("core", "{0} (number {1}) and {2} (number {3}) do not look alike to {4}."),
            QT_TRANSLATE_NOOP("core", "Only pairs that `gatekeeper models calibrate` names can be confirmed."),
            # Operators, passwords, PINs
            QT_TRANSLATE_NOOP("core", "This is no PIN."),
            QT_TRANSLATE_NOOP("core", "Choose {0} to {1} digits."),
            QT_TRANSLATE_NOOP("core", "This PIN is guessed first."),
            QT_TRANSLATE_NOOP("core", "Choose digits that neither repeat nor count up or down."),
            QT_TRANSLATE_NOOP("core", "The stored secret is damaged."),
            QT_TRANSLATE_NOOP("core", "Set it again."),
            QT_TRANSLATE_NOOP("core", "The name or the password is wrong."),
            QT_TRANSLATE_NOOP("core", "After five wrong tries there is a pause."),
            QT_TRANSLATE_NOOP("core", "The password has {0} characters."),
            QT_TRANSLATE_NOOP("core", "Choose {0} to {1}."),
            QT_TRANSLATE_NOOP("core", "This password is guessed first."),
            QT_TRANSLATE_NOOP("core", "Choose one without the name and with different characters."),
            QT_TRANSLATE_NOOP("core", "There is no account {0}."),
            QT_TRANSLATE_NOOP("core", "There are: {0}."),
            QT_TRANSLATE_NOOP("core", "none yet"),
            QT_TRANSLATE_NOOP("core", "There is an account {0} already."),
            QT_TRANSLATE_NOOP("core", "Choose another name."),
            QT_TRANSLATE_NOOP("core", "The first account must be an administrator's."),
            QT_TRANSLATE_NOOP("core", "Choose that role."),
            QT_TRANSLATE_NOOP("core", "{0} is the only administrator."),
            QT_TRANSLATE_NOOP("core", "Make somebody else one first."),
            QT_TRANSLATE_NOOP("core", "{0} ({1}) may not {2}."),
            QT_TRANSLATE_NOOP("core", "Nobody is signed in, and nobody may {0}."),
            QT_TRANSLATE_NOOP("core", "Sign in first."),
            QT_TRANSLATE_NOOP("core", "Ask an administrator."),
            QT_TRANSLATE_NOOP("core", "administrator"),
            QT_TRANSLATE_NOOP("core", "operator"),
            QT_TRANSLATE_NOOP("core", "viewer"),
            QT_TRANSLATE_NOOP("core", "see the door and the log"),
            QT_TRANSLATE_NOOP("core", "open a door by hand"),
            QT_TRANSLATE_NOOP("core", "register and change people"),
            QT_TRANSLATE_NOOP("core", "correct the log and export it"),
            QT_TRANSLATE_NOOP("core", "change settings, models, retention and operators"),
            # What was done, as the audit trail has it
            QT_TRANSLATE_NOOP("core", "register"),
            QT_TRANSLATE_NOOP("core", "add photos"),
            QT_TRANSLATE_NOOP("core", "person renamed"),
            QT_TRANSLATE_NOOP("core", "person blocked"),
            QT_TRANSLATE_NOOP("core", "person unblocked"),
            QT_TRANSLATE_NOOP("core", "person's groups changed"),
            QT_TRANSLATE_NOOP("core", "person's validity changed"),
            QT_TRANSLATE_NOOP("core", "person erased"),
            QT_TRANSLATE_NOOP("core", "person removed"),
            QT_TRANSLATE_NOOP("core", "photo added"),
            QT_TRANSLATE_NOOP("core", "photo removed"),
            QT_TRANSLATE_NOOP("core", "photo restored"),
            QT_TRANSLATE_NOOP("core", "PIN set"),
            QT_TRANSLATE_NOOP("core", "PIN cleared"),
            QT_TRANSLATE_NOOP("core", "not this person"),
            QT_TRANSLATE_NOOP("core", "not this person: undone"),
            QT_TRANSLATE_NOOP("core", "visit added as photo"),
            QT_TRANSLATE_NOOP("core", "visit added as photo: undone"),
            QT_TRANSLATE_NOOP("core", "door's rule changed"),
            QT_TRANSLATE_NOOP("core", "schedule changed"),
            QT_TRANSLATE_NOOP("core", "schedule removed"),
            QT_TRANSLATE_NOOP("core", "gone model forgotten"),
            QT_TRANSLATE_NOOP("core", "log exported"),
            QT_TRANSLATE_NOOP("core", "key exported"),
            QT_TRANSLATE_NOOP("core", "key rotated"),
            QT_TRANSLATE_NOOP("core", "key locked with a passphrase"),
            QT_TRANSLATE_NOOP("core", "key unlocked"),
            QT_TRANSLATE_NOOP("core", "backup made"),
            QT_TRANSLATE_NOOP("core", "backup restored"),
            QT_TRANSLATE_NOOP("core", "checkpoint of the log exported"),
            QT_TRANSLATE_NOOP("core", "proof of the log exported"),
            QT_TRANSLATE_NOOP("core", "seed of the log taken away"),
            QT_TRANSLATE_NOOP("core", "log resumed after a loss"),
            QT_TRANSLATE_NOOP("core", "sign-in failed"),
            QT_TRANSLATE_NOOP("core", "consent recorded"),
            QT_TRANSLATE_NOOP("core", "old events deleted"),
            QT_TRANSLATE_NOOP("core", "model added"),
            QT_TRANSLATE_NOOP("core", "model activated"),
            QT_TRANSLATE_NOOP("core", "liveness accepted"),
            QT_TRANSLATE_NOOP("core", "operator added"),
            QT_TRANSLATE_NOOP("core", "operator removed"),
            QT_TRANSLATE_NOOP("core", "operator's password changed"),
            QT_TRANSLATE_NOOP("core", "operator's role changed"),
            QT_TRANSLATE_NOOP("core", "signed in"),
            QT_TRANSLATE_NOOP("core", "person {0}"),
            QT_TRANSLATE_NOOP("core", "photo {0}"),
            QT_TRANSLATE_NOOP("core", "event {0}"),
            QT_TRANSLATE_NOOP("core", "{0} photos"),
            QT_TRANSLATE_NOOP("core", "{0} events"),
            QT_TRANSLATE_NOOP("core", "{0} events, {1} pictures"),
            # The audit trail in plain words
            QT_TRANSLATE_NOOP("core", "name"),
            QT_TRANSLATE_NOOP("core", "source"),
            QT_TRANSLATE_NOOP("core", "watches the door"),
            QT_TRANSLATE_NOOP("core", "smallest face"),
            QT_TRANSLATE_NOOP("core", "relay"),
            QT_TRANSLATE_NOOP("core", "who may come in"),
            QT_TRANSLATE_NOOP("core", "stays open"),
            QT_TRANSLATE_NOOP("core", "not again within"),
            QT_TRANSLATE_NOOP("core", "may stand open for"),
            QT_TRANSLATE_NOOP("core", "time zone"),
            QT_TRANSLATE_NOOP("core", "mask"),
            QT_TRANSLATE_NOOP("core", "photo protection"),
            QT_TRANSLATE_NOOP("core", "PIN besides the face"),
            QT_TRANSLATE_NOOP("core", "language"),
            QT_TRANSLATE_NOOP("core", "false accepts"),
            QT_TRANSLATE_NOOP("core", "people at most, whatever the model was tested with"),
            QT_TRANSLATE_NOOP("core", "lead over the next person"),
            QT_TRANSLATE_NOOP("core", "networks run on"),
            QT_TRANSLATE_NOOP("core", "whichever is faster"),
            QT_TRANSLATE_NOOP("core", "the processor"),
            QT_TRANSLATE_NOOP("core", "the graphics card"),
            QT_TRANSLATE_NOOP("core", "Recognition runs on {where}."),
            QT_TRANSLATE_NOOP("core", "the processor: {why}"),
            QT_TRANSLATE_NOOP("core", "{card}: {why}"),
            QT_TRANSLATE_NOOP("core", "no graphics card of NVIDIA with a driver is found"),
            QT_TRANSLATE_NOOP("core", "the graphics card cannot be used: {why}"),
            QT_TRANSLATE_NOOP("core", "the graphics card failed: {why}"),
            QT_TRANSLATE_NOOP("core", "faster than {card} here: {other:.1f} ms a frame against {ms:.1f} ms"),
            QT_TRANSLATE_NOOP("core", "{ms:.1f} ms a frame against {other:.1f} ms on the processor"),
            QT_TRANSLATE_NOOP("core", "frames that must agree"),
            QT_TRANSLATE_NOOP("core", "out of the last"),
            QT_TRANSLATE_NOOP("core", "appearance"),
            QT_TRANSLATE_NOOP("core", "locks when nobody used it for"),
            QT_TRANSLATE_NOOP("core", "events are kept"),
            QT_TRANSLATE_NOOP("core", "pictures in them are kept"),
            QT_TRANSLATE_NOOP("core", "cameras"),
            QT_TRANSLATE_NOOP("core", "doors"),
            QT_TRANSLATE_NOOP("core", "recognition"),
            QT_TRANSLATE_NOOP("core", "window"),
            QT_TRANSLATE_NOOP("core", "retention"),
            QT_TRANSLATE_NOOP("core", "camera"),
            QT_TRANSLATE_NOOP("core", "door"),
            QT_TRANSLATE_NOOP("core", "both without a mask"),
            QT_TRANSLATE_NOOP("core", "one with a mask"),
            QT_TRANSLATE_NOOP("core", "both with a mask"),
            QT_TRANSLATE_NOOP("core", "{0} s"),
            QT_TRANSLATE_NOOP("core", "{0} px"),
            QT_TRANSLATE_NOOP("core", "{0} minutes"),
            QT_TRANSLATE_NOOP("core", "{0} days"),
            QT_TRANSLATE_NOOP("core", "until photos are known to be kept out"),
            QT_TRANSLATE_NOOP("core", "always"),
            QT_TRANSLATE_NOOP("core", "may be worn"),
            QT_TRANSLATE_NOOP("core", "must be worn"),
            QT_TRANSLATE_NOOP("core", "must be taken off"),
            QT_TRANSLATE_NOOP("core", "passive check and head turn"),
            QT_TRANSLATE_NOOP("core", "passive check"),
            QT_TRANSLATE_NOOP("core", "depth camera"),
            QT_TRANSLATE_NOOP("core", "none"),
            QT_TRANSLATE_NOOP("core", "the system's"),
            QT_TRANSLATE_NOOP("core", "light colours"),
            QT_TRANSLATE_NOOP("core", "dark colours"),
            QT_TRANSLATE_NOOP("core", "everybody"),
            QT_TRANSLATE_NOOP("core", "the first one"),
            QT_TRANSLATE_NOOP("core", "changed"),
            QT_TRANSLATE_NOOP("core", "for ever"),
            QT_TRANSLATE_NOOP("core", "from {0}"),
            QT_TRANSLATE_NOOP("core", "until {0}"),
            QT_TRANSLATE_NOOP("core", "somebody who was erased (number {0})"),
            QT_TRANSLATE_NOOP("core", "{0} (number {1})"),
            QT_TRANSLATE_NOOP("core", "{0} {1} added"),
            QT_TRANSLATE_NOOP("core", "{0} {1} removed"),
            QT_TRANSLATE_NOOP("core", "{0} templates"),
            QT_TRANSLATE_NOOP("core", "{0} faces of events"),
            QT_TRANSLATE_NOOP("core", "{0} acts"),
            QT_TRANSLATE_NOOP("core", "at most {0} of attacks pass"),
            QT_TRANSLATE_NOOP("core", "test of the relay {0}"),
            QT_TRANSLATE_NOOP("core", "settings changed"),
            QT_TRANSLATE_NOOP("core", "calibration accepted"),
            QT_TRANSLATE_NOOP("core", "calibration reset"),
            QT_TRANSLATE_NOOP("core", "model installed"),
            QT_TRANSLATE_NOOP("core", "look-alikes confirmed"),
            QT_TRANSLATE_NOOP("core", "look-alikes taken back"),
            QT_TRANSLATE_NOOP("core", "signed out"),
            QT_TRANSLATE_NOOP("core", "audit trail exported"),
            QT_TRANSLATE_NOOP("core", "the demo, without a password"),
            QT_TRANSLATE_NOOP("core", "the program itself"),
            QT_TRANSLATE_NOOP("core", "turned by"),
            QT_TRANSLATE_NOOP("core", "mirrored"),
            QT_TRANSLATE_NOOP("core", "yes"),
            QT_TRANSLATE_NOOP("core", "no"),
            QT_TRANSLATE_NOOP("core", "{0}°"),
            # Models: their cards, and two side by side
            QT_TRANSLATE_NOOP("core", "Knows people"),
            QT_TRANSLATE_NOOP("core", "Sees masks"),
            QT_TRANSLATE_NOOP("core", "Finds eyes, nose and mouth"),
            QT_TRANSLATE_NOOP("core", "Keeps photos out"),
            QT_TRANSLATE_NOOP(
                "core",
                "Turns a face into numbers that are alike for pictures of one person. The door knows people by it, "
                "with and without a mask.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Tells whether a face is bare, wears a mask, or wears it wrongly, so that it is compared with the "
                "right photos and the door's rule about masks can be kept.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Finds eyes, nose and the corners of the mouth, also below a mask, so that every face is brought "
                "into the same position before it is compared.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Tells living faces from photos and screens held before the camera, by a few pictures and without "
                "asking for anything.",
            ),
            QT_TRANSLATE_NOOP(
                "core", "Public photographs of well-known people (LFW, half of them); masks were painted on"
            ),
            QT_TRANSLATE_NOOP("core", "75 people with real masks, on close web pictures"),
            QT_TRANSLATE_NOOP("core", "Faces cut from web pictures, with and without real masks"),
            QT_TRANSLATE_NOOP("core", "Web pictures set aside, really with and without masks"),
            QT_TRANSLATE_NOOP("core", "Pictures set aside, masks painted on"),
            QT_TRANSLATE_NOOP("core", "no mask"),
            QT_TRANSLATE_NOOP("core", "mask worn wrongly"),
            QT_TRANSLATE_NOOP("core", "Eyes"),
            QT_TRANSLATE_NOOP("core", "Nose"),
            QT_TRANSLATE_NOOP("core", "Corners of the mouth"),
            QT_TRANSLATE_NOOP("core", "Living people"),
            QT_TRANSLATE_NOOP("core", "Photo prints"),
            QT_TRANSLATE_NOOP("core", "Photos on paper, rendered"),
            QT_TRANSLATE_NOOP("core", "Photos on a phone"),
            QT_TRANSLATE_NOOP("core", "Photos on a screen"),
            QT_TRANSLATE_NOOP("core", "Living people, with a mask"),
            QT_TRANSLATE_NOOP("core", "Photo prints, with a mask"),
            QT_TRANSLATE_NOOP("core", "Photos on paper, rendered, with a mask"),
            QT_TRANSLATE_NOOP("core", "Photos on a phone, with a mask"),
            QT_TRANSLATE_NOOP("core", "Photos on a screen, with a mask"),
            QT_TRANSLATE_NOOP("core", "{0}, let through"),
            QT_TRANSLATE_NOOP("core", "Living people, refused"),
            QT_TRANSLATE_NOOP("core", "Not stated."),
            QT_TRANSLATE_NOOP("core", "Not stated: ask whoever made it before you use it."),
            QT_TRANSLATE_NOOP("core", "Nothing is known of its weaknesses: measure it before you rely on it."),
            QT_TRANSLATE_NOOP("core", "All together"),
            QT_TRANSLATE_NOOP("core", "Pictures compared"),
            QT_TRANSLATE_NOOP("core", "Now"),
            QT_TRANSLATE_NOOP("core", "New"),
            QT_TRANSLATE_NOOP("core", "Right answers"),
            QT_TRANSLATE_NOOP("core", "Right answers, by the models' cards"),
            QT_TRANSLATE_NOOP("core", "How well it tells people apart"),
            QT_TRANSLATE_NOOP("core", "Recognised, at 1 false accept in 100"),
            QT_TRANSLATE_NOOP("core", "in 1,000"),
            QT_TRANSLATE_NOOP("core", "Pairs"),
            QT_TRANSLATE_NOOP("core", "Measured on: {0}."),
            QT_TRANSLATE_NOOP("core", "Finding one of many people by a face with a mask"),
            QT_TRANSLATE_NOOP("core", "Measured"),
            QT_TRANSLATE_NOOP("core", "Share"),
            QT_TRANSLATE_NOOP("core", "Pictures"),
            QT_TRANSLATE_NOOP("core", "The right one of {0} people comes first"),
            QT_TRANSLATE_NOOP("core", "Registered people at the door"),
            QT_TRANSLATE_NOOP("core", "Strangers at the door"),
            QT_TRANSLATE_NOOP("core", "Face"),
            QT_TRANSLATE_NOOP("core", "Let in"),
            QT_TRANSLATE_NOOP("core", "Let in wrongly"),
            QT_TRANSLATE_NOOP("core", "Visits"),
            QT_TRANSLATE_NOOP("core", "Known by three photos without a mask and two with one."),
            QT_TRANSLATE_NOOP("core", "How often it is right"),
            QT_TRANSLATE_NOOP("core", "Mask or none"),
            QT_TRANSLATE_NOOP("core", "Faces"),
            QT_TRANSLATE_NOOP("core", "Shown"),
            QT_TRANSLATE_NOOP("core", "Wrongly decided"),
            QT_TRANSLATE_NOOP("core", "Presentations"),
            QT_TRANSLATE_NOOP("core", "How often it errs"),
            QT_TRANSLATE_NOOP("core", "Your pictures"),
            QT_TRANSLATE_NOOP("core", "Measured on faces of its own training set that were set aside."),
            QT_TRANSLATE_NOOP("core", "Among {0} people"),
            QT_TRANSLATE_NOOP("core", "How many strangers are taken for somebody"),
            QT_TRANSLATE_NOOP(
                "core",
                "At 1 false accept in 10,000 comparisons, by a single picture; the door asks several to agree.",
            ),
            QT_TRANSLATE_NOOP("core", "Really"),
            QT_TRANSLATE_NOOP("core", "Seen as: {0}"),
            QT_TRANSLATE_NOOP("core", "What it is taken for"),
            QT_TRANSLATE_NOOP("core", "How far from its place it finds them below a mask"),
            QT_TRANSLATE_NOOP("core", "Point"),
            QT_TRANSLATE_NOOP("core", "Second look"),
            QT_TRANSLATE_NOOP("core", "First look"),
            QT_TRANSLATE_NOOP("core", "In per cent of the distance between the eyes; half of all points lie nearer."),
            QT_TRANSLATE_NOOP("core", "Screens, where it was trained without any"),
            QT_TRANSLATE_NOOP(
                "core",
                "Living people who are refused, and photos that are let through: each by a network that never saw "
                "them.",
            ),
            QT_TRANSLATE_NOOP("core", "Who passes the turn of the head"),
            QT_TRANSLATE_NOOP("core", "Who passes the depth camera"),
            QT_TRANSLATE_NOOP("core", "Heads"),
            QT_TRANSLATE_NOOP("core", "Flat pictures"),
            QT_TRANSLATE_NOOP("core", "Bent or folded pictures"),
            QT_TRANSLATE_NOOP("core", "Passes"),
            QT_TRANSLATE_NOOP("core", "Tries"),
            QT_TRANSLATE_NOOP("core", "Rendered, not filmed."),
            QT_TRANSLATE_NOOP("core", "From which similarity on two pictures count as one person, by false accepts"),
            QT_TRANSLATE_NOOP("core", "Photos recognised"),
            QT_TRANSLATE_NOOP("core", "Photos that pass for somebody else"),
            QT_TRANSLATE_NOOP("core", "{0} kept photos of {1} people, each held against all others."),
            QT_TRANSLATE_NOOP("core", "Your own people"),
            QT_TRANSLATE_NOOP("core", "Measured here"),
            QT_TRANSLATE_NOOP("core", "The new model is at least as good as the present one."),
            QT_TRANSLATE_NOOP(
                "core",
                "By its card the new model is not as good as the present one. Too few people are registered to "
                "measure it here.",
            ),
            QT_TRANSLATE_NOOP("core", "The new model is not as good as the present one."),
            QT_TRANSLATE_NOOP("core", "A camera has no name."),
            QT_TRANSLATE_NOOP("core", "A door has no name."),
            QT_TRANSLATE_NOOP("core", "Two cameras are called {0}."),
            QT_TRANSLATE_NOOP("core", "Two doors are called {0}."),
            QT_TRANSLATE_NOOP("core", "Give each its own name."),
            QT_TRANSLATE_NOOP("core", "The camera {0} has no source."),
            QT_TRANSLATE_NOOP("core", "0 is the first camera."),
            QT_TRANSLATE_NOOP("core", "There is no timezone {0}."),
            QT_TRANSLATE_NOOP("core", "Write it as Europe/Vienna."),
            QT_TRANSLATE_NOOP("core", "It must be {0}."),
            QT_TRANSLATE_NOOP("core", "Landmarks of masked faces"),
            QT_TRANSLATE_NOOP(
                "core",
                "MIT: O-Net's weights come from facenet-pytorch (MIT); trained on without commercial restriction of "
                "our own. The pictures it was trained on (UTKFace, CelebA) are for research: ask before commercial "
                "use.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "UTKFace (12,000 faces) and CelebA (6,274 faces of 299 people), each bare and with three simulated "
                "masks",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "On close web pictures of really masked faces the second look alone does worse than the first; the "
                "door takes the middle of both.",
            ),
            QT_TRANSLATE_NOOP("core", "Alive or a picture"),
            QT_TRANSLATE_NOOP("core", "MIT"),
            QT_TRANSLATE_NOOP(
                "core",
                "Apache License 2.0, as the weights it began with (MiniFASNetV2 of Minivision's Silent-Face-Anti-"
                "Spoofing); changed by training. What those were trained on is not public. It was trained further on "
                "pictures of research sets (NUAA, CelebA) whose terms exclude commercial use of the pictures; whether"
                " that reaches weights is not settled everywhere: ask before you sell it.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Begun with MiniFASNetV2 (private data, not stated). Then NUAA photograph imposter database: 480 "
                "webcam frames of 6 people and of photos of them; portraits of CelebA; attacks rendered from both. No"
                " picture of them is in the model's folder.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Measured on six people of one laboratory and two webcams: measure it on your own site (gatekeeper "
                "models evaluate-liveness) before relying on it. Paper, phones and monitors were rendered, not "
                "filmed. Ask for a turn of the head as well where a filmed screen must not pass. A print folded or "
                "bent sharply around the nose passes some turns of the head, more of them where it shows a mask. "
                "Masks were simulated.",
            ),
            QT_TRANSLATE_NOOP("core", "No mask, mask, mask worn wrongly"),
            QT_TRANSLATE_NOOP(
                "core",
                "Trained on 5,855 face crops from the web, really bare or masked, and 2,999 faces of UTKFace and "
                "CelebA, each bare, with two simulated masks and with two worn wrongly (simulated: below the nose, "
                "on or under the chin). No picture is shipped.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Masks worn wrongly are known from simulated ones alone; 8 of 10 of these are named, the others "
                "taken for none or for a mask. Profiles, and chins cut off by the picture's edge, are now and then "
                "taken for masks. Many of the web crops are variants of one picture, so what is held out by picture "
                "is not new in every sense.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "A face network for faces with and without a mask",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Apache License 2.0, as the weights it began with (face-reidentification-retail-0095 of "
                "Intel's Open Model Zoo); changed by training. It was trained further on pictures of "
                "research sets (UTKFace, CelebA and web pictures of masks) whose terms exclude commercial "
                "use of the pictures; whether that reaches weights is not settled everywhere: ask before "
                "you sell it.",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "UTKFace (12,000 faces, no names) and CelebA (16,270 faces of 5,560 people, 50 of them "
                "kept to choose by), bare, with simulated masks and with the lower halves of 2,849 really "
                "masked faces from the web; LFW was not trained on, but its people may also be in CelebA, "
                "so figures on LFW may be a little too good",
            ),
            QT_TRANSLATE_NOOP(
                "core",
                "Knows people with a mask on much better when photos with a mask were registered as well. "
                "Knows people less well who look unlike the mostly western faces it learnt from. Its "
                "thresholds come from public photographs: calibrate at the site. Glasses and caps on top "
                "of a mask leave little to know anybody by.",
            ),
            QT_TRANSLATE_NOOP("core", "InceptionResNetV1 trained on VGGFace2 (facenet-pytorch)"),
            QT_TRANSLATE_NOOP(
                "core",
                "Code: MIT. Trained on VGGFace2, whose terms are for research: ask before commercial use.",
            ),
            QT_TRANSLATE_NOOP("core", "VGGFace2 (3.3 million pictures of 9,131 people), without masks"),
            QT_TRANSLATE_NOOP("core", "Not trained for masks."),
            QT_TRANSLATE_NOOP(
                "core",
                "Not trained for masks. Thresholds were measured on the fictional people of the demo: calibrate on "
                "your own before relying on them.",
            ),
        ),
    )
)


_SPAN = re.compile(r"(\w+(?: to \w+|(?:, \w+)*)) (\d\d:\d\d) to (\d\d:\d\d)")
_WEEKDAYS = {QLocale("en").dayName(number): number for number in range(1, 8)}


# The gaps that hold a time, hours or another of the sentences. In the others stands what must stay as it is: somebody may be
# called like a word of these.
_GAPS_OF_TEXT: dict[str, tuple[int, ...]] = {
    "Your access begins on {0}.": (0,),
    "Your access ended on {0}. Please ask at the door desk.": (0,),
    "Outside your hours: {0}.": (0,),
    "Liveness could not be checked ({0}). Please ask at the door desk.": (0,),
    "The door stays shut: {0}": (0,),
    "The door stays shut, since its rule cannot be read: {0}": (0,),
    "The relay of {0} failed: {1}": (1,),
    "The door {0} failed: {1}": (1,),
    "The serial port {0} is held by {1}.": (1,),
    "The door {0} is held by {1}: this program only watches.": (1,),
    "The camera is held by {0}, and only one program can read a device.": (0,),
    "The {0} of the face is {1}; the limit is {2}.": (0,),
    "Taken ({0}).": (0,),
    "There are: {0}.": (0,),
    "{0}, let through": (0,),
    "Measured on: {0}.": (0,),
    "Seen as: {0}": (0,),
    "{0} ({1}) may not {2}.": (1, 2),
    "Nobody is signed in, and nobody may {0}.": (0,),
}


# The gaps that hold a number with a decimal point, to be written as the language does.
_GAPS_OF_NUMBERS: dict[str, tuple[int, ...]] = {
    "The {0} of the face is {1}; the limit is {2}.": (1, 2),
    "This face does not look like {0} (similarity {1}, needed {2}).": (1, 2),
    "{0} has {1} megapixels; at most {2} are read.": (1, 2),
    "{0} has more than {1} MB.": (1,),
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def translated(sentence: str) -> str:
    """A sentence of the core in the language spoken, as it is where it is none of SENTENCES."""
    if sentence in _exact():
        return language.translate("core", sentence)
    for shape, source in _shapes():
        if (found := shape.fullmatch(sentence)) is not None:
            if source in _COUNTED and all(gap.isdecimal() for gap in found.groups()):
                return _COUNTED[source](*map(int, found.groups()))
            texts, numbers = _GAPS_OF_TEXT.get(source, ()), _GAPS_OF_NUMBERS.get(source, ())
            filled = (
                _gap(gap) if at in texts else _number(gap) if at in numbers else gap
                for at, gap in enumerate(found.groups())
            )
            return language.translate("core", source).format(*filled)
    return sentence


class Counted:
    """What is counted, in the form that the number wants. lupdate finds plurals in `tr` alone, and takes the class for the
    context."""

    def tr(self, text: str, comment: str, count: int) -> str:
        """A text with a plural in the language spoken."""
        return language.translate("Counted", text, comment, count)

    def of(self, what: str, n: int) -> str:
        """A number of photos, events and the like."""
        return {
            "photos": self.tr("%Ln photo(s)", "", n),
            "events": self.tr("%Ln event(s)", "", n),
            "pictures": self.tr("%Ln picture(s)", "", n),
            "templates": self.tr("%Ln template(s)", "", n),
            "acts": self.tr("%Ln act(s)", "", n),
            "faces of events": self.tr("%Ln face(s) of events", "", n),
            "minutes": self.tr("%Ln minute(s)", "", n),
            "days": self.tr("%Ln day(s)", "", n),
        }[what]

    def wait(self, n: int) -> str:
        """For how many seconds to wait."""
        return self.tr("Please wait %Ln second(s).", "", n)

    def wait_and_try(self, n: int) -> str:
        """For how many seconds to wait before another try."""
        return self.tr("Please wait %Ln second(s) and try again.", "", n)


COUNTED = Counted()
_COUNTED: dict[str, Callable[..., str]] = {
    **{
        f"{{0}} {what}": partial(COUNTED.of, what)
        for what in ("photos", "events", "templates", "acts", "faces of events", "minutes", "days")
    },
    "{0} events, {1} pictures": lambda n, more: language.listed(
        (COUNTED.of("events", n), COUNTED.of("pictures", more))
    ),
    "Please wait {0} seconds.": COUNTED.wait,
    "{0} wrong tries. Please wait {1} seconds.": lambda tries, n: (
        f"{language.translate('core', '{0} wrong tries.').format(tries)} {COUNTED.wait(n)}"
    ),
}


def hours(text: str) -> str:
    """Weekly hours as `access.describe` says them, with the weekdays as the language writes them."""
    return "; ".join(_span(part) for part in text.split("; "))


def _gap(text: str) -> str:
    for form, shown in (("%Y-%m-%d at %H:%M", language.moment), ("%Y-%m-%d", language.day)):
        with suppress(ValueError):
            return shown(datetime.strptime(text, form))
    return hours(text) if _SPAN.fullmatch(text.split("; ")[0]) else translated(text)


def _number(text: str) -> str:
    return language.decimal(float(text), len(text.partition(".")[2])) if _NUMBER.fullmatch(text) else text


def _span(text: str) -> str:
    found = _SPAN.fullmatch(text)
    if found is None:
        return translated(text)
    names = found[1]
    for english, number in _WEEKDAYS.items():
        names = names.replace(english, language.locale().dayName(number, QLocale.FormatType.ShortFormat))
    return f"{names.replace(' to ', '–')} {found[2]}–{found[3]}"


@cache
def _exact() -> frozenset[str]:
    return frozenset(sentence for sentence in SENTENCES if "{0}" not in sentence)


@cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    """The sentences with gaps as patterns; those that say most come first, so that "{0} ({1}) ..." does not take all."""
    gapped = sorted((s for s in SENTENCES if "{0}" in s), key=lambda s: -len(re.sub(r"\{\d\}", "", s)))
    # Older logs say "can not".
    patterns = (re.sub(r"\\\{\d\\\}", "(.+)", re.escape(s)).replace("cannot", "can ?not") for s in gapped)
    return [(re.compile(pattern, re.DOTALL), s) for pattern, s in zip(patterns, gapped, strict=True)]
