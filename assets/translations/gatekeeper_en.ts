<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>Plots</name>
    <message numerus="yes">
        <source>%Ln event(s), {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</source>
        <translation>
            <numerusform>%Ln event, {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</numerusform>
            <numerusform>%Ln events, {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</numerusform>
        </translation>
    </message>
</context>
</TS>
