<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Alarms</name>
    <message numerus="yes">
        <source>and %n more: see the Alarms page</source>
        <translation>
            <numerusform>and %n more: see the Alarms page</numerusform>
            <numerusform>and %n more: see the Alarms page</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlarmsPage</name>
    <message numerus="yes">
        <source>%n alarm(s) acknowledged.</source>
        <translation>
            <numerusform>%n alarm acknowledged.</numerusform>
            <numerusform>%n alarms acknowledged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AskToErase</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s)</source>
        <translation>
            <numerusform>%Ln template</numerusform>
            <numerusform>%Ln templates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln face known not to be theirs</numerusform>
            <numerusform>%Ln faces known not to be theirs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) in the log</source>
        <translation>
            <numerusform>%Ln picture in the log</numerusform>
            <numerusform>%Ln pictures in the log</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the name in %Ln event(s)</source>
        <translation>
            <numerusform>the name in %Ln event</numerusform>
            <numerusform>the name in %Ln events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) on the watch list</source>
        <translation>
            <numerusform>%Ln face on the watch list</numerusform>
            <numerusform>%Ln faces on the watch list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConsentTextDialog</name>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) agreed to an older text: choose them on the People page and ask them again.</source>
        <translation>
            <numerusform>%Ln person agreed to an older text: choose them on the People page and ask them again.</numerusform>
            <numerusform>%Ln people agreed to an older text: choose them on the People page and ask them again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message numerus="yes">
        <source>{name} has been erased from %Ln event(s).</source>
        <translation>
            <numerusform>{name} has been erased from %Ln event.</numerusform>
            <numerusform>{name} has been erased from %Ln events.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoneStep</name>
    <message numerus="yes">
        <source>Number {number}, %Ln new photo(s)</source>
        <translation>
            <numerusform>Number {number}, %Ln new photo</numerusform>
            <numerusform>Number {number}, %Ln new photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvacuationFolder</name>
    <message numerus="yes">
        <source>The list was written: %Ln person(s).</source>
        <translation>
            <numerusform>The list was written: %Ln person.</numerusform>
            <numerusform>The list was written: %Ln people.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guests</name>
    <message numerus="yes">
        <source>A guest is erased, with pictures and name, %Ln day(s) after the visit.</source>
        <translation>
            <numerusform>A guest is erased, with pictures and name, %Ln day after the visit.</numerusform>
            <numerusform>A guest is erased, with pictures and name, %Ln days after the visit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportStep</name>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>registered with %Ln photo(s)</source>
        <translation>
            <numerusform>registered with %Ln photo</numerusform>
            <numerusform>registered with %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message numerus="yes">
        <source>%Ln person(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln person written to {file}.</numerusform>
            <numerusform>%Ln people written to {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln day written to {file}.</numerusform>
            <numerusform>%Ln days written to {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) inside</source>
        <translation>
            <numerusform>%Ln person inside</numerusform>
            <numerusform>%Ln people inside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget where %Ln person(s) are?</source>
        <translation>
            <numerusform>Forget where %Ln person is?</numerusform>
            <numerusform>Forget where %Ln people are?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message numerus="yes">
        <source>%Ln event(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln event written to {file}.</numerusform>
            <numerusform>%Ln events written to {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) and more …</source>
        <translation>
            <numerusform>%Ln event and more …</numerusform>
            <numerusform>%Ln events and more …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Came %Ln time(s)</source>
        <translation>
            <numerusform>Came once</numerusform>
            <numerusform>Came %Ln times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message numerus="yes">
        <source>{model} is in use; %Ln template(s) made. Calibrate it.</source>
        <translation>
            <numerusform>{model} is in use; %Ln template was made. Calibrate it.</numerusform>
            <numerusform>{model} is in use; %Ln templates were made. Calibrate it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message numerus="yes">
        <source>%Ln act(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln act written to {file}.</numerusform>
            <numerusform>%Ln acts written to {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutletsPage</name>
    <message numerus="yes">
        <source>%Ln message(s) put aside</source>
        <translation>
            <numerusform>%Ln message put aside</numerusform>
            <numerusform>%Ln messages put aside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) will be sent again.</source>
        <translation>
            <numerusform>%Ln message will be sent again.</numerusform>
            <numerusform>%Ln messages will be sent again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) thrown away.</source>
        <translation>
            <numerusform>%Ln message thrown away.</numerusform>
            <numerusform>%Ln messages thrown away.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Throw away %Ln message(s)?</source>
        <translation>
            <numerusform>Throw away %Ln message?</numerusform>
            <numerusform>Throw away %Ln messages?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonView</name>
    <message numerus="yes">
        <source>%Ln photo(s) added.</source>
        <translation>
            <numerusform>%Ln photo added.</numerusform>
            <numerusform>%Ln photos added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln face known not to be theirs</numerusform>
            <numerusform>%Ln faces known not to be theirs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message numerus="yes">
        <source>%Ln event(s), {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</source>
        <translation>
            <numerusform>%Ln event, {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</numerusform>
            <numerusform>%Ln events, {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeveralView</name>
    <message numerus="yes">
        <source>%Ln person(s) selected</source>
        <translation>
            <numerusform>%Ln person selected</numerusform>
            <numerusform>%Ln people selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) changed.</source>
        <translation>
            <numerusform>%Ln person changed.</numerusform>
            <numerusform>%Ln people changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThresholdsPanel</name>
    <message numerus="yes">
        <source>Calibrated on {day} by {who} with %Ln person(s).</source>
        <translation>
            <numerusform>Calibrated on {day} by {who} with %Ln person.</numerusform>
            <numerusform>Calibrated on {day} by {who} with %Ln people.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) registered by now: measure again.</source>
        <translation>
            <numerusform>%Ln person is registered by now: measure again.</numerusform>
            <numerusform>%Ln people are registered by now: measure again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>measured on %Ln person(s): stricter than it will be later</source>
        <translation>
            <numerusform>measured on %Ln person: stricter than it will be later</numerusform>
            <numerusform>measured on %Ln people: stricter than it will be later</numerusform>
        </translation>
    </message>
</context>
</TS>
