<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About gatekeeper</source>
        <translation>Über gatekeeper</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Qt and PySide6 are used under the LGPL, version 3; the other packages under their own licences, which are installed with them. A model’s licence stands on its card, on the Models page.</source>
        <translation>Qt und PySide6 werden unter der LGPL, Version 3, verwendet, die übrigen Pakete unter ihren eigenen Lizenzen, die mit ihnen installiert sind. Die Lizenz eines Modells steht auf seiner Karte, auf der Seite „Modelle“.</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Add an operator</source>
        <translation>Bediener hinzufügen</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Rolle</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>Noch &amp;einmal</translation>
    </message>
    <message>
        <source>At least {n} characters.</source>
        <translation>Mindestens {n} Zeichen.</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter stimmen nicht überein.</translation>
    </message>
</context>
<context>
    <name>AlarmForm</name>
    <message>
        <source>&amp;Play it</source>
        <translation>Anhö&amp;ren</translation>
    </message>
    <message>
        <source>S&amp;ound</source>
        <translation>T&amp;on</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>until somebody acknowledges the alarm</source>
        <translation>bis jemand den Alarm bestätigt</translation>
    </message>
    <message>
        <source>Heard at every window that is open, locked or not. Silent alarms make no sound.</source>
        <translation>An jedem offenen Fenster zu hören, auch wenn es gesperrt ist. Stille Alarme sind nie zu hören.</translation>
    </message>
    <message>
        <source>&amp;Visits by unknown people</source>
        <translation>Besuc&amp;he Unbekannter</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>So many at one door, within this time, are an alarm.</source>
        <translation>So viele an einer Tür in dieser Zeit lösen einen Alarm aus.</translation>
    </message>
    <message>
        <source>withi&amp;n</source>
        <translation>i&amp;nnerhalb von</translation>
    </message>
    <message>
        <source>&amp;Camera without a picture for</source>
        <translation>&amp;Kamera ohne Bild seit</translation>
    </message>
    <message>
        <source>Free &amp;disk space below</source>
        <translation>&amp;Freier Speicherplatz unter</translation>
    </message>
    <message>
        <source>Mail, webhooks and MQTT, which send alarms elsewhere, have a page of their own: Outlets.</source>
        <translation>E-Mail, Webhooks und MQTT, die Alarme weitermelden, haben eine eigene Seite: Meldewege.</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Silent alarm</source>
        <translation>Stiller Alarm</translation>
    </message>
    <message>
        <source>No new alarms</source>
        <translation>Keine neuen Alarme</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more: see the Alarms page</source>
        <translation>
            <numerusform>und %n weiterer: siehe Seite Alarme</numerusform>
            <numerusform>und %n weitere: siehe Seite Alarme</numerusform>
        </translation>
    </message>
    <message>
        <source>{when}: {name} was forced to open “{door}”. Get help; do not call anyone at the door.</source>
        <translation>{when}: {name} wurde gezwungen, „{door}“ zu öffnen. Holen Sie Hilfe; rufen Sie niemanden an der Tür an.</translation>
    </message>
</context>
<context>
    <name>AlarmsPage</name>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>Gesehen von</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>What was found or done</source>
        <translation>Was festgestellt oder getan wurde</translation>
    </message>
    <message>
        <source>&amp;Acknowledge</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>Silent: {what}</source>
        <translation>Still: {what}</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>dauert an</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>Acknowledged by {who}, {when}</source>
        <translation>Bestätigt von {who}, {when}</translation>
    </message>
    <message numerus="yes">
        <source>%n alarm(s) acknowledged.</source>
        <translation>
            <numerusform>%n Alarm bestätigt.</numerusform>
            <numerusform>%n Alarme bestätigt.</numerusform>
        </translation>
    </message>
    <message>
        <source>What raises an alarm?</source>
        <translation>Was löst einen Alarm aus?</translation>
    </message>
    <message>
        <source>Watch list</source>
        <translation>Beobachtungsliste</translation>
    </message>
    <message>
        <source>There has been no alarm yet. Everything that needs attention is listed here.</source>
        <translation>Es gab noch keinen Alarm. Hier steht alles, worum sich jemand kümmern muss.</translation>
    </message>
</context>
<context>
    <name>AskToErase</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s)</source>
        <translation>
            <numerusform>%Ln Vorlage</numerusform>
            <numerusform>%Ln Vorlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln Gesicht, das nachweislich nicht ihres ist</numerusform>
            <numerusform>%Ln Gesichter, die nachweislich nicht ihre sind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) in the log</source>
        <translation>
            <numerusform>%Ln Bild im Protokoll</numerusform>
            <numerusform>%Ln Bilder im Protokoll</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the name in %Ln event(s)</source>
        <translation>
            <numerusform>der Name in %Ln Ereignis</numerusform>
            <numerusform>der Name in %Ln Ereignissen</numerusform>
        </translation>
    </message>
    <message>
        <source>This deletes: {what}. The events themselves stay, without a name.</source>
        <translation>Gelöscht werden: {what}. Die Ereignisse selbst bleiben, ohne Namen.</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>der Name</translation>
    </message>
    <message>
        <source>Erase {name}? This cannot be undone.</source>
        <translation>{name} löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) on the watch list</source>
        <translation>
            <numerusform>%Ln Gesicht auf der Beobachtungsliste</numerusform>
            <numerusform>%Ln Gesichter auf der Beobachtungsliste</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message>
        <source>Fo&amp;lder …</source>
        <translation>&amp;Ordner …</translation>
    </message>
    <message>
        <source>&amp;Key …</source>
        <translation>S&amp;chlüssel …</translation>
    </message>
    <message>
        <source>Kept &amp;in</source>
        <translation>Abgelegt &amp;in</translation>
    </message>
    <message>
        <source>&amp;SSH key</source>
        <translation>SS&amp;H-Schlüssel</translation>
    </message>
    <message>
        <source>For SFTP: a private key without a passphrase. Empty: the keys of the SSH agent. No password is kept.</source>
        <translation>Für SFTP: ein privater Schlüssel ohne Passphrase. Leer: die Schlüssel des SSH-Agenten. Ein Passwort wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>The server’s &amp;fingerprint</source>
        <translation>&amp;Fingerabdruck des Servers</translation>
    </message>
    <message>
        <source>&amp;Every</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> Stunden</translation>
    </message>
    <message>
        <source>&amp;Daily ones kept</source>
        <translation>Aufbewahrte &amp;tägliche</translation>
    </message>
    <message>
        <source>&amp;Weekly ones kept</source>
        <translation>Aufbewahrte &amp;wöchentliche</translation>
    </message>
    <message>
        <source>&amp;Monthly ones kept</source>
        <translation>Aufbewahrte &amp;monatliche</translation>
    </message>
    <message>
        <source>S&amp;ave</source>
        <translation>Sp&amp;eichern</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>&amp;Jetzt sichern</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Abb&amp;rechen</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Restore …</source>
        <translation>&amp;Zurückspielen …</translation>
    </message>
    <message>
        <source>The last backup was made on {when}, and checked.</source>
        <translation>Die letzte Sicherung wurde am {when} angelegt und geprüft.</translation>
    </message>
    <message>
        <source>Restored from {name} on {when}, by {who}.</source>
        <translation>Am {when} wiederhergestellt aus {name}, von {who}.</translation>
    </message>
    <message>
        <source>Folder for backups</source>
        <translation>Ordner für Sicherungen</translation>
    </message>
    <message>
        <source>Private SSH key</source>
        <translation>Privater SSH-Schlüssel</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>{name} was restored and checked: {people}, {events}.</source>
        <translation>{name} wurde probeweise zurückgespielt und geprüft: {people}, {events}.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln Person</numerusform>
            <numerusform>%Ln Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln Ereignis</numerusform>
            <numerusform>%Ln Ereignisse</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore {name}?</source>
        <translation>{name} zurückspielen?</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückspielen</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>Es gibt noch keine Sicherung.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>There is no backup. Choose a folder on another disk, then save.</source>
        <translation>Es gibt keine Sicherung. Wählen Sie einen Ordner auf einem anderen Datenträger und speichern Sie.</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>A folder on another disk, or sftp://USER@HOST/FOLDER on another machine. Empty: no backups are made.</source>
        <translation>Ein Ordner auf einem anderen Datenträger oder sftp://BENUTZER@RECHNER/ORDNER auf einem anderen Rechner. Leer: Es werden keine angelegt.</translation>
    </message>
    <message>
        <source>For SFTP: SHA256:…, as given by the server’s administrator. Nothing is sent to any other server.</source>
        <translation>Für SFTP: wie ihn dessen Administrator nennt, SHA256:… Ein anderer Server erhält nichts.</translation>
    </message>
    <message>
        <source>No backups are made. If this disk is lost, everything is lost.</source>
        <translation>Es werden keine Sicherungen angelegt. Wer diesen Datenträger verliert, verliert alles.</translation>
    </message>
    <message>
        <source>The database, the settings and the added models are replaced by those of {when}. People registered since then are no longer known, and people removed since then are known again. The present data is moved into a folder replaced-… of the home; nothing is deleted. The program restarts, and the doors stay locked meanwhile.</source>
        <translation>Datenbank, Einstellungen und hinzugefügte Modelle vom {when} treten an die Stelle der jetzigen. Wer seither registriert wurde, ist nicht mehr bekannt; wer seither entfernt wurde, ist es wieder. Was jetzt da ist, wird in einen Ordner replaced-… des Programmordners verschoben, nichts davon wird gelöscht. Das Programm startet neu; so lange bleiben die Türen verriegelt.</translation>
    </message>
    <message>
        <source>The last backup of each day, week and month is kept; all other backups in that place are deleted, including those made with “Back up now”.</source>
        <translation>Behalten wird die letzte Sicherung jedes Tages, jeder Woche und jedes Monats; alle anderen an diesem Ort werden gelöscht, auch die mit „Jetzt sichern“ erstellten.</translation>
    </message>
</context>
<context>
    <name>CameraSection</name>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Show picture</source>
        <translation>Bild zeigen</translation>
    </message>
    <message>
        <source>the first one</source>
        <translation>die erste</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>0 is the first camera; also a device&apos;s path (gatekeeper doctor lists them), rtsp://…, realsense, a video file or a folder of pictures. A password in it is shown as *** and stays as long as the camera is at this address; for another, enter it again.</source>
        <translation>0 ist die erste Kamera; auch der Pfad eines Geräts (gatekeeper doctor zählt sie auf), rtsp://…, realsense, eine Videodatei oder ein Ordner mit Bildern. Ein Passwort darin wird als *** gezeigt und bleibt, solange die Kamera unter dieser Adresse ist; für eine andere geben Sie es neu ein.</translation>
    </message>
    <message>
        <source>Watches the &amp;door</source>
        <translation>Überwacht die &amp;Tür</translation>
    </message>
    <message>
        <source>&amp;Turned clockwise by</source>
        <translation>&amp;Im Uhrzeigersinn gedreht um</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>gar nicht</translation>
    </message>
    <message>
        <source>Mi&amp;rrored</source>
        <translation>Gespiege&amp;lt</translation>
    </message>
    <message>
        <source>as the camera sees it</source>
        <translation>wie die Kamera sieht</translation>
    </message>
    <message>
        <source>left and right as in a mirror</source>
        <translation>links und rechts wie im Spiegel</translation>
    </message>
    <message>
        <source>&amp;Leads</source>
        <translation>Fü&amp;hrt</translation>
    </message>
    <message>
        <source>in</source>
        <translation>hinein</translation>
    </message>
    <message>
        <source>out</source>
        <translation>hinaus</translation>
    </message>
    <message>
        <source>Smallest &amp;face</source>
        <translation>Kleinstes &amp;Gesicht</translation>
    </message>
    <message>
        <source>For a camera mounted sideways or upside down: the picture below must be upright.</source>
        <translation>Für eine Kamera, die auf der Seite oder auf dem Kopf montiert ist: Das Bild unten muss aufrecht stehen.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Where people who pass this camera are going. Cameras of both kinds together show who is inside.</source>
        <translation>Wohin geht, wer davor hindurchgeht. Mit Kameras beider Arten ist bekannt, wer drinnen ist.</translation>
    </message>
    <message>
        <source>Smaller faces are ignored: they can hardly be recognised, and searching for them takes time.</source>
        <translation>Kleinere Gesichter werden nicht gesucht: Sie sind kaum zu erkennen, und die Suche kostet Zeit.</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>What it is for</source>
        <translation>Wofür es da ist</translation>
    </message>
    <message>
        <source>Bars reach from 0 to 100%; the line across one is its 95% interval.</source>
        <translation>Die Balken reichen von 0 bis 100 %; der Strich darauf ist das 95-%-Intervall.</translation>
    </message>
    <message>
        <source>Where it is weak</source>
        <translation>Wo es schwach ist</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Wie gut es ist</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>Use this model?</source>
        <translation>Dieses Modell verwenden?</translation>
    </message>
    <message>
        <source>Now: {old}. New: {new}.</source>
        <translation>Jetzt: {old}. Neu: {new}.</translation>
    </message>
    <message>
        <source>Both models side by side</source>
        <translation>Beide Modelle nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Keep the present one</source>
        <translation>Das jetzige &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Use it anyway</source>
        <translation>&amp;Trotzdem verwenden</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>&amp;Verwenden</translation>
    </message>
</context>
<context>
    <name>ConsentCard</name>
    <message>
        <source>Language of the consent text</source>
        <translation>Sprache der Einwilligung</translation>
    </message>
    <message>
        <source>Consent, version {version}</source>
        <translation>Einwilligung, Fassung {version}</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>Consent of {name}</source>
        <translation>Einwilligung von {name}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Zugestimmt</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vor wem</translation>
    </message>
    <message>
        <source>Signed form</source>
        <translation>Unterschrift</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>What they agreed to</source>
        <translation>Wozu die Person zugestimmt hat</translation>
    </message>
    <message>
        <source>A &amp;form with their signature is on file</source>
        <translation>Ein unterschriebenes &amp;Formular liegt vor</translation>
    </message>
    <message>
        <source>They have read this and &amp;agree</source>
        <translation>Die Person hat dies gelesen und &amp;stimmt zu</translation>
    </message>
    <message>
        <source>&amp;Signed form is on file</source>
        <translation>&amp;Unterschrift liegt vor</translation>
    </message>
    <message>
        <source>&amp;Print form …</source>
        <translation>Formular &amp;drucken …</translation>
    </message>
    <message>
        <source>&amp;Withdraw consent …</source>
        <translation>Einwilligung &amp;widerrufen …</translation>
    </message>
    <message>
        <source>Withdrawn on {when}: no door knows them. They stay registered, and in the log.</source>
        <translation>Widerrufen am {when}: Keine Tür erkennt die Person mehr. Sie bleibt registriert und im Protokoll.</translation>
    </message>
    <message>
        <source>No consent is on record: no door knows them.</source>
        <translation>Es liegt keine Einwilligung vor: Keine Tür erkennt die Person.</translation>
    </message>
    <message>
        <source>They agree to the text in force.</source>
        <translation>Die Person stimmt dem geltenden Text zu.</translation>
    </message>
    <message>
        <source>on file</source>
        <translation>liegt vor</translation>
    </message>
    <message>
        <source>The consent is on record: doors know them.</source>
        <translation>Die Einwilligung ist vermerkt: die Türen erkennen sie.</translation>
    </message>
    <message>
        <source>The signed form is on record.</source>
        <translation>Das unterschriebene Formular ist vermerkt.</translation>
    </message>
    <message>
        <source>Delete their photos, and the numbers computed from them, as the text promises</source>
        <translation>Fotos und daraus berechnete Zahlen löschen, wie es der Text zusagt</translation>
    </message>
    <message>
        <source>Withdraw the consent of {name}?</source>
        <translation>Einwilligung von {name} widerrufen?</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>The consent is withdrawn: no door knows them now.</source>
        <translation>Die Einwilligung ist widerrufen: keine Tür erkennt sie mehr.</translation>
    </message>
    <message>
        <source>Consent, version {version}</source>
        <translation>Einwilligung, Fassung {version}</translation>
    </message>
    <message>
        <source>This text is not kept.</source>
        <translation>Dieser Text ist nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Registered before consent was required: doors know them. Ask for their consent.</source>
        <translation>Registriert, bevor nach einer Einwilligung gefragt wurde: Die Türen erkennen die Person; bitte nachholen.</translation>
    </message>
    <message>
        <source>They agreed to an older text ({version}). Doors know them; ask them again.</source>
        <translation>Die Person hat einem älteren Text zugestimmt ({version}): Die Türen erkennen sie; bitte erneut fragen.</translation>
    </message>
    <message>
        <source>From now on no door knows them. They stay registered and stay in the log. To remove them from the log as well, erase them.</source>
        <translation>Ab jetzt erkennt keine Tür die Person mehr. Sie bleibt registriert, und was im Protokoll steht, bleibt. Um sie auch aus dem Protokoll zu entfernen, löschen Sie die Person.</translation>
    </message>
</context>
<context>
    <name>ConsentTextDialog</name>
    <message>
        <source>Consent text</source>
        <translation>Einwilligungstext</translation>
    </message>
    <message>
        <source>Version of the text</source>
        <translation>Fassung des Textes</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>Sprache des Textes</translation>
    </message>
    <message>
        <source>The text as it is written</source>
        <translation>Der Text, wie er geschrieben ist</translation>
    </message>
    <message>
        <source>The text as people read it</source>
        <translation>Der Text, wie man ihn liest</translation>
    </message>
    <message>
        <source>&amp;Print blank form …</source>
        <translation>Leeres Formular &amp;drucken …</translation>
    </message>
    <message>
        <source>Put in &amp;force</source>
        <translation>In &amp;Kraft setzen</translation>
    </message>
    <message>
        <source>{when}, by {who}</source>
        <translation>{when}, von {who}</translation>
    </message>
    <message>
        <source>{version} (in force)</source>
        <translation>{version} (gilt)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln Person</numerusform>
            <numerusform>%Ln Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) agreed to an older text: choose them on the People page and ask them again.</source>
        <translation>
            <numerusform>%Ln Person hat einem älteren Text zugestimmt: Wählen Sie sie auf der Seite Personen und fragen Sie sie erneut.</numerusform>
            <numerusform>%Ln Personen haben einem älteren Text zugestimmt: Wählen Sie sie auf der Seite Personen und fragen Sie sie erneut.</numerusform>
        </translation>
    </message>
    <message>
        <source>An earlier text, kept as it was read. It cannot be changed.</source>
        <translation>Ein früherer Text, aufbewahrt, wie er gelesen wurde. Er lässt sich nicht ändern.</translation>
    </message>
    <message>
        <source>&amp;Site&apos;s name</source>
        <translation>&amp;Name des Standorts</translation>
    </message>
    <message>
        <source>The text of version {version} is in force.</source>
        <translation>Der Text der Fassung {version} gilt jetzt.</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>mit dem Programm geliefert</translation>
    </message>
    <message>
        <source>The values of the placeholders have changed: put the text in force as it reads now.</source>
        <translation>Wofür die Platzhalter stehen, hat sich geändert: Setzen Sie den Text so in Kraft, wie er jetzt lautet.</translation>
    </message>
    <message>
        <source>Data contr&amp;oller, with address</source>
        <translation>&amp;Verantwortlicher und Anschrift</translation>
    </message>
    <message>
        <source>Placeholders: {known}. The last three say how long the log, its pictures and guests are kept.</source>
        <translation>Platzhalter: {known}. Die letzten drei: wie lange Protokoll, Bilder darin und Gäste aufbewahrt werden.</translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>{name} is a guest now.</source>
        <translation>{name} ist jetzt Gast.</translation>
    </message>
    <message>
        <source>Watch for this visitor</source>
        <translation>Auf die Beobachtungsliste setzen</translation>
    </message>
    <message>
        <source>&amp;Watch for them</source>
        <translation>Auf die &amp;Liste setzen</translation>
    </message>
    <message>
        <source>Remembered: this face is not {name}.</source>
        <translation>Gemerkt: Dieses Gesicht ist nicht {name}.</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Added to {name}&apos;s photos.</source>
        <translation>Zu den Fotos von {name} hinzugefügt.</translation>
    </message>
    <message numerus="yes">
        <source>{name} has been erased from %Ln event(s).</source>
        <translation>
            <numerusform>{name} wurde aus %Ln Ereignis gelöscht.</numerusform>
            <numerusform>{name} wurde aus %Ln Ereignissen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>When they come to any door again, an alarm is raised with your reason. No door opens for them. Their face is kept although they have not agreed to that, so give a reason that will hold.</source>
        <translation>Kommt dieser Besucher wieder, an welcher Tür auch immer, gibt es einen Alarm mit Ihrem Grund. Keine Tür öffnet sich für ihn. Sein Gesicht wird ohne seine Einwilligung gespeichert: Nennen Sie einen Grund, der Bestand hat.</translation>
    </message>
    <message>
        <source>They are on the watch list until {end}.</source>
        <translation>Der Besucher steht bis {end} auf der Beobachtungsliste.</translation>
    </message>
</context>
<context>
    <name>CredentialsDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
</context>
<context>
    <name>DoneStep</name>
    <message>
        <source>Register &amp;another</source>
        <translation>&amp;Weitere Person registrieren</translation>
    </message>
    <message>
        <source>{name} is registered</source>
        <translation>{name} ist registriert</translation>
    </message>
    <message>
        <source>The door knows them from now on.</source>
        <translation>Die Tür kennt die Person ab jetzt.</translation>
    </message>
    <message numerus="yes">
        <source>Number {number}, %Ln new photo(s)</source>
        <translation>
            <numerusform>Nummer {number}, %Ln neues Foto</numerusform>
            <numerusform>Nummer {number}, %Ln neue Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{doors}: these doors also ask for a PIN. Set one on the People page (Ctrl+3).</source>
        <translation>{doors}: Diese Türen verlangen auch eine PIN. Sie wird auf der Seite Personen (Strg+3) gesetzt.</translation>
    </message>
</context>
<context>
    <name>DoorCard</name>
    <message>
        <source>Nobody has come yet.</source>
        <translation>Es ist noch niemand gekommen.</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Not guarded</source>
        <translation>Nicht bewacht</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>Nur beobachtet</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Locked for everybody</source>
        <translation>Für alle gesperrt</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Verriegelt</translation>
    </message>
</context>
<context>
    <name>DoorSection</name>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>Open as a test</source>
        <translation>Zur Probe öffnen</translation>
    </message>
    <message>
        <source>Stays as it is: its events and its rule are stored under this name.</source>
        <translation>Bleibt, wie er ist: Unter diesem Namen sind Ereignisse und Regel gespeichert.</translation>
    </message>
    <message>
        <source>door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>Not measured here yet: the PIN is asked for.</source>
        <translation>Hier noch nicht gemessen: Die PIN wird verlangt.</translation>
    </message>
    <message>
        <source>Measured here: the PIN is not asked for.</source>
        <translation>Hier gemessen: Die PIN wird nicht verlangt.</translation>
    </message>
    <message>
        <source>Asks nothing of people. Needs a depth camera; see its figures on the Models page.</source>
        <translation>Verlangt nichts von den Leuten. Braucht eine Tiefenkamera; Zahlen dazu stehen auf der Seite Modelle.</translation>
    </message>
    <message>
        <source>Asks nothing of people.</source>
        <translation>Verlangt nichts von den Leuten.</translation>
    </message>
    <message>
        <source>Passive check, by people of a public test: {refused} of visits refused, {passed} of pictures let through.</source>
        <translation>Passive Prüfung, an Personen eines öffentlichen Tests: {refused} der Besuche abgewiesen, {passed} der Bilder durchgelassen.</translation>
    </message>
    <message>
        <source>Passive check, measured here: {refused} of visits refused, {passed} of pictures let through.</source>
        <translation>Passive Prüfung, hier gemessen: {refused} der Besuche abgewiesen, {passed} der Bilder durchgelassen.</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>The relay answered; the test is on record.</source>
        <translation>Das Relais hat geantwortet; die Probe ist protokolliert.</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Relay</source>
        <translation>&amp;Relais</translation>
    </message>
    <message>
        <source>“simulated”, “board:PORT” (gatekeeper&apos;s door board), “serial:PORT” (Arduino with StandardFirmata), “lcus:PORT” (USB relay), “shelly:HOST”, “tasmota:HOST”, “modbus-tcp:HOST” or “modbus-rtu:PORT”.</source>
        <translation>„simulated“, „board:PORT“ (Türplatine von gatekeeper), „serial:PORT“ (Arduino mit StandardFirmata), „lcus:PORT“ (USB-Relais), „shelly:HOST“, „tasmota:HOST“, „modbus-tcp:HOST“ oder „modbus-rtu:PORT“.</translation>
    </message>
    <message>
        <source>Stays &amp;open</source>
        <translation>Bleibt &amp;offen</translation>
    </message>
    <message>
        <source>P&amp;ause before it opens again</source>
        <translation>P&amp;ause, bevor sie wieder öffnet</translation>
    </message>
    <message>
        <source>For the same person.</source>
        <translation>Für dieselbe Person.</translation>
    </message>
    <message>
        <source>May stand open &amp;for</source>
        <translation>Darf o&amp;ffen stehen für</translation>
    </message>
    <message>
        <source>Then there is an alarm, where the relay has a door contact.</source>
        <translation>Danach gibt es Alarm, wenn am Relais ein Türkontakt angeschlossen ist.</translation>
    </message>
    <message>
        <source>Its schedules are in this time zone. All times are told in that of the first door. This machine’s is {zone}.</source>
        <translation>In dieser Zone gelten ihre Zeitpläne. Alle Zeiten werden in der Zone der ersten Tür angegeben. Dieser Rechner ist auf {zone} eingestellt.</translation>
    </message>
    <message>
        <source>&amp;Time zone</source>
        <translation>&amp;Zeitzone</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>may be worn</source>
        <translation>darf getragen werden</translation>
    </message>
    <message>
        <source>must be worn</source>
        <translation>muss getragen werden</translation>
    </message>
    <message>
        <source>must be taken off</source>
        <translation>muss abgenommen werden</translation>
    </message>
    <message>
        <source>P&amp;hoto protection</source>
        <translation>Sc&amp;hutz vor Fotos</translation>
    </message>
    <message>
        <source>passive check and head turn</source>
        <translation>passive Prüfung und Kopfdrehung</translation>
    </message>
    <message>
        <source>passive check</source>
        <translation>passive Prüfung</translation>
    </message>
    <message>
        <source>depth camera</source>
        <translation>Tiefenkamera</translation>
    </message>
    <message>
        <source>none: a photo may open the door</source>
        <translation>keiner: ein Foto kann die Tür öffnen</translation>
    </message>
    <message>
        <source>&amp;PIN besides the face</source>
        <translation>P&amp;IN neben dem Gesicht</translation>
    </message>
    <message>
        <source>until photos are known to be kept out here</source>
        <translation>bis Fotos hier nachweislich abgewiesen werden</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Speaks to people &amp;in</source>
        <translation>Spri&amp;cht mit Personen</translation>
    </message>
    <message>
        <source>the window&apos;s language</source>
        <translation>in der Sprache des Fensters</translation>
    </message>
    <message>
        <source>Residents&apos; screen &amp;greets</source>
        <translation>Bildschirm an der Tür &amp;grüßt</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>mit Namen</translation>
    </message>
    <message>
        <source>no</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>a chime, another for a refusal</source>
        <translation>ein Klang, ein anderer bei Ablehnung</translation>
    </message>
    <message>
        <source>Residents&apos; screen sounds</source>
        <translation>Töne am Bildschirm an der Tür</translation>
    </message>
    <message>
        <source>Anyone who holds up a good photo of a person is let in as that person.</source>
        <translation>Wer ein gutes Foto einer Person hochhält, wird als diese Person eingelassen.</translation>
    </message>
    <message>
        <source>Asks for a turn of the head, which takes everybody a few seconds; flat pictures cannot do that.</source>
        <translation>Verlangt eine Kopfdrehung, für jeden ein paar Sekunden; flache Bilder folgen ihr nicht.</translation>
    </message>
    <message>
        <source>Anyone behind them can read it.</source>
        <translation>Wer dahinter steht, kann ihn lesen.</translation>
    </message>
</context>
<context>
    <name>DoorTile</name>
    <message>
        <source>Picture of the camera {name}</source>
        <translation>Bild der Kamera {name}</translation>
    </message>
    <message>
        <source>Open the door…</source>
        <translation>Tür öffnen …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Verriegelt</translation>
    </message>
    <message>
        <source>The clip has ended.</source>
        <translation>Die Aufnahme ist zu Ende.</translation>
    </message>
    <message>
        <source>The picture is black: is the lens covered?</source>
        <translation>Das Bild ist schwarz: Ist das Objektiv verdeckt?</translation>
    </message>
    <message>
        <source>The camera delivers no colour pictures.</source>
        <translation>Die Kamera liefert keine Farbbilder.</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Einen Moment bitte</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>Die Erkennung wird geladen.</translation>
    </message>
    <message>
        <source>Recognition has stopped</source>
        <translation>Die Erkennung ist stehen geblieben</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Nobody is registered yet</source>
        <translation>Noch niemand registriert</translation>
    </message>
    <message>
        <source>Register the first person: Ctrl+2.</source>
        <translation>Registrieren Sie die erste Person: Strg+2.</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>Bitte in die Kamera schauen</translation>
    </message>
    <message>
        <source>Open the door {name}</source>
        <translation>Tür {name} öffnen</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>Nur Beobachtung</translation>
    </message>
    <message>
        <source>Not guarded</source>
        <translation>Nicht bewacht</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>The door was opened from the desk.</source>
        <translation>Der Empfang hat die Tür geöffnet.</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Melden Sie sich zuerst an.</translation>
    </message>
    <message>
        <source>Only operators may open a door by hand.</source>
        <translation>Nur Bediener dürfen eine Tür von Hand öffnen.</translation>
    </message>
    <message>
        <source>Photos are being prepared for the new model: {done} of {all}. The door stays locked.</source>
        <translation>Die Fotos werden für das neue Modell vorbereitet: {done} von {all}. Die Tür bleibt verriegelt.</translation>
    </message>
    <message>
        <source>The door stays locked. Please restart the program.</source>
        <translation>Die Tür bleibt verriegelt. Bitte starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The door stays locked until the camera is back.</source>
        <translation>Die Tür bleibt verriegelt, bis die Kamera wieder da ist.</translation>
    </message>
    <message>
        <source>The door stays locked. Plug the camera in, or sign in and choose another one on the Settings page.</source>
        <translation>Die Tür bleibt verriegelt. Schließen Sie die Kamera an, oder melden Sie sich an und wählen Sie auf der Seite Einstellungen eine andere.</translation>
    </message>
    <message>
        <source>The door stays locked. Plug the camera in, or choose another one on the Settings page.</source>
        <translation>Die Tür bleibt verriegelt. Schließen Sie die Kamera an, oder wählen Sie auf der Seite Einstellungen eine andere.</translation>
    </message>
    <message>
        <source>The door stays locked. {why} Run “gatekeeper doctor”.</source>
        <translation>Die Tür bleibt verriegelt. {why} Rufen Sie „gatekeeper doctor“ auf.</translation>
    </message>
    <message>
        <source>Liveness cannot be checked</source>
        <translation>Lebenderkennung nicht möglich</translation>
    </message>
    <message>
        <source>For {name}.</source>
        <translation>Für {name}.</translation>
    </message>
    <message>
        <source>For the person on the left of the picture.</source>
        <translation>Für die Person links im Bild.</translation>
    </message>
    <message>
        <source>For the person on the right of the picture.</source>
        <translation>Für die Person rechts im Bild.</translation>
    </message>
    <message>
        <source>For person {n} from the left of the picture.</source>
        <translation>Für die {n}. Person von links im Bild.</translation>
    </message>
    <message>
        <source>Another program guards this door</source>
        <translation>Ein anderes Programm bewacht diese Tür</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>The service does not answer</source>
        <translation>Der Dienst antwortet nicht</translation>
    </message>
    <message>
        <source>The door stays locked until the service is back.</source>
        <translation>Die Tür bleibt verriegelt, bis der Dienst wieder da ist.</translation>
    </message>
    <message>
        <source>The picture does not change: is the camera frozen?</source>
        <translation>Das Bild steht still: Hängt die Kamera?</translation>
    </message>
</context>
<context>
    <name>DoorsPage</name>
    <message>
        <source>&amp;Lock all …</source>
        <translation>Alle &amp;sperren …</translation>
    </message>
    <message>
        <source>&amp;Open all …</source>
        <translation>Alle &amp;öffnen …</translation>
    </message>
    <message>
        <source>&amp;By the rules again …</source>
        <translation>Wieder nach den &amp;Regeln …</translation>
    </message>
    <message>
        <source>Only operators may give an order to all doors.</source>
        <translation>Nur Bediener dürfen Anordnungen für alle Türen geben.</translation>
    </message>
    <message>
        <source>All doors are locked for everybody since {when}, by {who}: {why}</source>
        <translation>Alle Türen sind seit {when} für alle gesperrt, von {who}: {why}</translation>
    </message>
    <message>
        <source>All doors are open for everybody since {when}, by {who}: {why}</source>
        <translation>Alle Türen stehen seit {when} für alle offen, auf Anordnung von {who}: {why}</translation>
    </message>
    <message>
        <source>All doors were opened for everybody at {when}, by {who}: {why}</source>
        <translation>Alle Türen wurden am {when} von {who} für alle geöffnet: {why}</translation>
    </message>
    <message>
        <source>Lock all doors</source>
        <translation>Alle Türen sperren</translation>
    </message>
    <message>
        <source>Open all doors</source>
        <translation>Alle Türen öffnen</translation>
    </message>
    <message>
        <source>By the rules again</source>
        <translation>Wieder nach den Regeln</translation>
    </message>
    <message>
        <source>Every door follows its rule again.</source>
        <translation>Jede Tür folgt wieder ihrer Regel.</translation>
    </message>
    <message>
        <source>No camera watches a door yet.</source>
        <translation>Noch überwacht keine Kamera eine Tür.</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>All doors were opened at {when} by {who} ({why}). That ended with the program.</source>
        <translation>Alle Türen wurden am {when} von {who} geöffnet ({why}). Das endete, als das Programm beendet wurde.</translation>
    </message>
    <message>
        <source>Nobody can pass any door, by face, by PIN or by hand, until you let the doors follow their rules again. A restart does not change that.</source>
        <translation>Niemand kommt durch eine Tür, weder mit Gesicht noch mit PIN noch von Hand, bis Sie die Türen wieder ihren Regeln folgen lassen. Das bleibt auch nach einem Neustart so.</translation>
    </message>
    <message>
        <source>All doors stand open for everybody until you let them follow their rules again, or the program ends. Escape routes must never depend on this: they must open by hand from inside.</source>
        <translation>Alle Türen stehen für alle offen, bis Sie sie wieder ihren Regeln folgen lassen oder das Programm endet. Ein Fluchtweg darf nie davon abhängen: Was hinausführt, muss sich von innen von Hand öffnen lassen.</translation>
    </message>
    <message>
        <source>All doors are locked for everybody since {when}. That could not be recorded.</source>
        <translation>Alle Türen sind seit {when} für alle gesperrt. Das konnte nicht protokolliert werden.</translation>
    </message>
    <message>
        <source>People who were inside may have left unseen: confirm or clear the list on the Inside page.</source>
        <translation>Wer drinnen war, kann ungesehen gegangen sein: Bestätigen oder leeren Sie die Liste auf der Seite „Drinnen“.</translation>
    </message>
</context>
<context>
    <name>DoorsTab</name>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>Groups that are admitted</source>
        <translation>Gruppen, die eingelassen werden</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Going in twice (anti-passback)</source>
        <translation>Doppeltes Eintreten (Anti-Passback)</translation>
    </message>
    <message>
        <source>Shut before it opens (interlock)</source>
        <translation>Geschlossen, bevor sie öffnet (Schleuse)</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>When {group} may pass</source>
        <translation>Wann {group} hinein darf</translation>
    </message>
    <message>
        <source>Choose at least one group, or admit everybody.</source>
        <translation>Wählen Sie mindestens eine Gruppe, oder lassen Sie alle ein.</translation>
    </message>
    <message>
        <source>04:00, or empty</source>
        <translation>04:00 oder leer</translation>
    </message>
    <message>
        <source>Write the time of day as 04:00.</source>
        <translation>Schreiben Sie die Uhrzeit als 04:00.</translation>
    </message>
    <message>
        <source>each alone</source>
        <translation>jede Person allein</translation>
    </message>
    <message>
        <source>Doors that must be shut before this one opens</source>
        <translation>Türen, die geschlossen sein müssen, bevor diese öffnet</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Everybody who is registered, at any time</source>
        <translation>Alle Registrierten, jederzeit</translation>
    </message>
    <message>
        <source>These groups, when their schedule says so:</source>
        <translation>Diese Gruppen, wenn ihr Zeitplan es zulässt:</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>PIN besides the face</source>
        <translation>PIN zusätzlich zum Gesicht</translation>
    </message>
    <message>
        <source>Stays open</source>
        <translation>Bleibt offen</translation>
    </message>
    <message>
        <source>Not again for the same person within</source>
        <translation>Nicht noch einmal für dieselbe Person innerhalb von</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Who is inside is remembered for</source>
        <translation>Wer drinnen ist, wird gemerkt für</translation>
    </message>
    <message>
        <source>and forgotten every day at</source>
        <translation>und täglich vergessen um</translation>
    </message>
    <message>
        <source>only after the first person was let in</source>
        <translation>erst nachdem die erste Person eingelassen wurde</translation>
    </message>
    <message>
        <source>Opens for two people only, within</source>
        <translation>Öffnet nur für zwei Personen, innerhalb von</translation>
    </message>
    <message>
        <source>Kept open by schedule</source>
        <translation>Nach Zeitplan offen gehalten</translation>
    </message>
    <message>
        <source>There is no group yet. Doors admit people by their groups.</source>
        <translation>Es gibt noch keine Gruppe. Türen lassen Personen nach ihren Gruppen ein.</translation>
    </message>
    <message>
        <source>Go to the groups</source>
        <translation>Zu den Gruppen</translation>
    </message>
    <message>
        <source>There is no other door.</source>
        <translation>Es gibt keine andere Tür.</translation>
    </message>
    <message>
        <source>Needs cameras that see who goes in and who goes out.</source>
        <translation>Wo Kameras sehen, wer hineingeht und wer hinausgeht.</translation>
    </message>
    <message>
        <source>There is no door yet. Add doors on the Settings page.</source>
        <translation>Es gibt noch keine Tür. Türen werden in den Einstellungen angelegt.</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>&amp;Add …</source>
        <translation>&amp;Neu …</translation>
    </message>
    <message>
        <source>Re&amp;name …</source>
        <translation>&amp;Umbenennen …</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Discard changes</source>
        <translation>Änderungen &amp;verwerfen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>{name} was removed elsewhere.</source>
        <translation>{name} wurde anderswo entfernt.</translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} ist gespeichert.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>{name} entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Add …</source>
        <translation>Neu …</translation>
    </message>
    <message>
        <source>(not saved)</source>
        <translation>(nicht gespeichert)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Person and consent</source>
        <translation>Person und Einwilligung</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Known already?</source>
        <translation>Schon bekannt?</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>EvacuationFolder</name>
    <message>
        <source>Fo&amp;lder …</source>
        <translation>&amp;Ordner …</translation>
    </message>
    <message>
        <source>Kept &amp;in</source>
        <translation>Geführt &amp;in</translation>
    </message>
    <message>
        <source>S&amp;ave</source>
        <translation>S&amp;peichern</translation>
    </message>
    <message>
        <source>&amp;Write now</source>
        <translation>Jetzt sch&amp;reiben</translation>
    </message>
    <message>
        <source>No list is kept.</source>
        <translation>Es wird keine Liste geführt.</translation>
    </message>
    <message>
        <source>Nothing has been written there yet.</source>
        <translation>Dort wurde noch nichts geschrieben.</translation>
    </message>
    <message>
        <source>Folder for the evacuation list</source>
        <translation>Ordner für die Evakuierungsliste</translation>
    </message>
    <message>
        <source>No list is kept any more.</source>
        <translation>Es wird keine Liste mehr geführt.</translation>
    </message>
    <message numerus="yes">
        <source>The list was written: %Ln person(s).</source>
        <translation>
            <numerusform>Die Liste wurde geschrieben: %Ln Person.</numerusform>
            <numerusform>Die Liste wurde geschrieben: %Ln Personen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Whenever somebody goes in or out, the list is written here unencrypted, as inside.html and inside.csv: for a screen at the assembly point, or a share on another machine. After a power failure the last list is still there.</source>
        <translation>Immer wenn jemand hinein- oder hinausgeht, wird die Liste hier als inside.html und inside.csv unverschlüsselt geschrieben: für einen Bildschirm am Sammelplatz oder eine Freigabe auf einem anderen Rechner. Was dort liegt, wenn der Strom ausfällt, ist die letzte Liste.</translation>
    </message>
    <message>
        <source>Empty: no list is written.</source>
        <translation>Leer: nirgends.</translation>
    </message>
    <message>
        <source>The list there was written on {when}.</source>
        <translation>Die Liste dort ist vom {when}.</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Last events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
</context>
<context>
    <name>EventTable</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Decision time</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>EventView</name>
    <message>
        <source>This is &amp;not them</source>
        <translation>Das ist &amp;jemand anders</translation>
    </message>
    <message>
        <source>The face is remembered as somebody who is not this person.</source>
        <translation>Das Gesicht wird als jemand gemerkt, der nicht diese Person ist.</translation>
    </message>
    <message>
        <source>This &amp;is …</source>
        <translation>Das &amp;ist …</translation>
    </message>
    <message>
        <source>The face becomes a photo of the person you choose.</source>
        <translation>Das Gesicht wird ein Foto der Person, die Sie wählen.</translation>
    </message>
    <message>
        <source>E&amp;rase this person …</source>
        <translation>Diese Perso&amp;n löschen …</translation>
    </message>
    <message>
        <source>They were removed; the log still holds their name and pictures.</source>
        <translation>Die Person wurde entfernt; das Protokoll enthält noch Namen und Bilder.</translation>
    </message>
    <message>
        <source>&amp;Larger …</source>
        <translation>&amp;Größer …</translation>
    </message>
    <message>
        <source>Choose an event to see it in full.</source>
        <translation>Wählen Sie ein Ereignis,
um es ganz zu sehen.</translation>
    </message>
    <message>
        <source>No picture is kept.</source>
        <translation>Kein Bild aufbewahrt.</translation>
    </message>
    <message>
        <source>Nobody known</source>
        <translation>Niemand Bekanntes</translation>
    </message>
    <message>
        <source>Named since</source>
        <translation>Inzwischen benannt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Decision time</source>
        <translation>Entscheidungszeit</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>Zum Gas&amp;t machen …</translation>
    </message>
    <message>
        <source>Watch &amp;for them …</source>
        <translation>Auf die &amp;Beobachtungsliste …</translation>
    </message>
    <message>
        <source>The visitor is let in for a day, and recognised by the pictures of this visit.</source>
        <translation>Der Besucher darf für einen Tag herein und wird an den Bildern dieses Besuchs erkannt.</translation>
    </message>
    <message>
        <source>An alarm is raised when this visitor comes to any door again.</source>
        <translation>Es gibt einen Alarm, wenn dieser Besucher wiederkommt, an welcher Tür auch immer.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>&amp;Export …</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>CSV with a byte-order mark, for Excel (*.csv)</source>
        <translation>CSV mit Byte Order Mark, für Excel (*.csv)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Any outcome</source>
        <translation>Jeder Ausgang</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Any reason</source>
        <translation>Jeder Grund</translation>
    </message>
    <message>
        <source>Any door</source>
        <translation>Jede Tür</translation>
    </message>
    <message>
        <source>Part of a name, or a number</source>
        <translation>Teil eines Namens oder eine Nummer</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Corrected by hand</source>
        <translation>Von Hand berichtigt</translation>
    </message>
</context>
<context>
    <name>FirstStepsButton</name>
    <message>
        <source>First steps
{done} of {all}</source>
        <translation>Erste Schritte
{done} von {all}</translation>
    </message>
</context>
<context>
    <name>FirstStepsDialog</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Make the first administrator</source>
        <translation>Ersten Administrator anlegen</translation>
    </message>
    <message>
        <source>See a camera’s picture</source>
        <translation>Das Bild einer Kamera sehen</translation>
    </message>
    <message>
        <source>Connect a door’s relay</source>
        <translation>Das Relais einer Tür anschließen</translation>
    </message>
    <message>
        <source>Register somebody, with and without a mask</source>
        <translation>Jemanden mit und ohne Maske registrieren</translation>
    </message>
    <message>
        <source>Measure how well living faces are told from pictures</source>
        <translation>Messen, wie gut lebende Gesichter von Bildern unterschieden werden</translation>
    </message>
    <message>
        <source>Set where backups go</source>
        <translation>Festlegen, wohin gesichert wird</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>zu tun</translation>
    </message>
    <message>
        <source>Calibrate the thresholds with your own people</source>
        <translation>Schwellen nach den eigenen Leuten kalibrieren</translation>
    </message>
    <message>
        <source>The site is ready once all of this is done. This list then disappears.</source>
        <translation>Ist all das getan, läuft die Anlage. Diese Liste verschwindet dann von selbst.</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>A folder</source>
        <translation>Ein Ordner</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>People in this group</source>
        <translation>Personen in dieser Gruppe</translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>Herausneh&amp;men</translation>
    </message>
    <message>
        <source>Who is in the group {name}?</source>
        <translation>Wer gehört zur Gruppe {name}?</translation>
    </message>
    <message>
        <source>Add a &amp;person …</source>
        <translation>Person &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Choose a group, or add one.</source>
        <translation>Wählen Sie eine Gruppe oder legen Sie eine neue an.</translation>
    </message>
    <message>
        <source>Nobody is in this group yet.</source>
        <translation>In dieser Gruppe ist noch niemand.</translation>
    </message>
    <message>
        <source>Add a person …</source>
        <translation>Person hinzufügen …</translation>
    </message>
    <message>
        <source>There is no group yet. Doors admit people by their groups.</source>
        <translation>Es gibt noch keine Gruppe. Türen lassen Personen nach ihren Gruppen ein.</translation>
    </message>
</context>
<context>
    <name>GuestDialog</name>
    <message>
        <source>Guest for a day</source>
        <translation>Tagesgast</translation>
    </message>
    <message>
        <source>&amp;Choose …</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>&amp;Take a picture</source>
        <translation>Bild &amp;aufnehmen</translation>
    </message>
    <message>
        <source>The guest has read this and &amp;agrees</source>
        <translation>Der Gast hat dies gelesen und ist &amp;einverstanden</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>Aufneh&amp;men</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>Gast von</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>Face of the guest</source>
        <translation>Gesicht des Gastes</translation>
    </message>
    <message>
        <source>Whose guest?</source>
        <translation>Wessen Gast?</translation>
    </message>
    <message>
        <source>The camera shows nothing yet.</source>
        <translation>Die Kamera zeigt noch nichts.</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>Only the &amp;doors</source>
        <translation>Nur die &amp;Türen</translation>
    </message>
    <message>
        <source>Groups decide which doors open; may be left empty</source>
        <translation>Sie bestimmen, welche Türen öffnen; darf leer bleiben</translation>
    </message>
    <message>
        <source>A picture without a mask is needed: ask the guest to stand in front of a camera.</source>
        <translation>Es braucht ein Bild ohne Maske: Lassen Sie den Gast vor eine Kamera treten.</translation>
    </message>
    <message>
        <source>The only doors they may pass. If none is ticked: every door that their groups may pass</source>
        <translation>Nur durch diese Türen; ist keine angekreuzt: durch jede, die ihre Gruppen dürfen</translation>
    </message>
    <message>
        <source>{door} admits only {groups}: put the guest into one of these groups.</source>
        <translation>{door} lässt nur {groups} ein: Geben Sie den Gast in eine dieser Gruppen.</translation>
    </message>
    <message>
        <source>a picture without a mask</source>
        <translation>ein Bild ohne Maske</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>der Name</translation>
    </message>
    <message>
        <source>whose guest it is</source>
        <translation>wessen Gast es ist</translation>
    </message>
    <message>
        <source>the consent</source>
        <translation>die Einwilligung</translation>
    </message>
    <message>
        <source>Still missing: {what}</source>
        <translation>Es fehlt noch: {what}</translation>
    </message>
</context>
<context>
    <name>Guests</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>Gast von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>&amp;New guest …</source>
        <translation>&amp;Neuer Gast …</translation>
    </message>
    <message>
        <source>&amp;End visit</source>
        <translation>Besuch b&amp;eenden</translation>
    </message>
    <message>
        <source>may come in</source>
        <translation>darf herein</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>visit over</source>
        <translation>Besuch vorbei</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>no consent</source>
        <translation>keine Einwilligung</translation>
    </message>
    <message numerus="yes">
        <source>A guest is erased, with pictures and name, %Ln day(s) after the visit.</source>
        <translation>
            <numerusform>Ein Gast wird %Ln Tag nach dem Besuch mit Bildern und Namen gelöscht.</numerusform>
            <numerusform>Ein Gast wird %Ln Tage nach dem Besuch mit Bildern und Namen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>jemand, der nicht mehr da ist</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>no door admits them</source>
        <translation>keine Tür lässt sie ein</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>The visit of {name} has ended.</source>
        <translation>Der Besuch von {name} ist beendet.</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>New guest …</source>
        <translation>Neuer Gast …</translation>
    </message>
    <message>
        <source>Guests are kept after their visit until somebody erases them.</source>
        <translation>Gäste bleiben nach ihrem Besuch gespeichert, bis jemand sie löscht.</translation>
    </message>
    <message>
        <source>There are no guests. A guest has access for a day, as the guest of somebody registered.</source>
        <translation>Es gibt keine Gäste. Ein Gast darf einen Tag lang hinein, auf den Namen eines Gastgebers.</translation>
    </message>
</context>
<context>
    <name>HolidaysTab</name>
    <message>
        <source>Holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>Every &amp;year</source>
        <translation>&amp;Jedes Jahr</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>V&amp;on</translation>
    </message>
    <message>
        <source>t&amp;o</source>
        <translation>&amp;bis</translation>
    </message>
    <message>
        <source>The last day comes before the first.</source>
        <translation>Der letzte Tag liegt vor dem ersten.</translation>
    </message>
    <message>
        <source>The grey days are not among them: hours that begin there do not count.</source>
        <translation>Die grauen Tage gehören nicht dazu: Zeiten, die dort beginnen, gelten nicht.</translation>
    </message>
    <message>
        <source>The hours on these days, instead of those of the schedules. None: closed.</source>
        <translation>Die Zeiten dieser Tage, an Stelle jener der Zeitpläne; keine: geschlossen.</translation>
    </message>
    <message>
        <source>There is no holiday yet. Holidays have hours of their own.</source>
        <translation>Es gibt noch keinen Feiertag. An Feiertagen gelten andere Zeiten.</translation>
    </message>
</context>
<context>
    <name>ImportStep</name>
    <message>
        <source>Register a whole folder</source>
        <translation>Einen ganzen Ordner registrieren</translation>
    </message>
    <message>
        <source>No folder is chosen yet.</source>
        <translation>Noch kein Ordner gewählt.</translation>
    </message>
    <message>
        <source>Choose a &amp;folder…</source>
        <translation>&amp;Ordner wählen …</translation>
    </message>
    <message>
        <source>All of them have read the consent (version {version}) and &amp;agree</source>
        <translation>Alle haben die Einwilligung (Fassung {version}) gelesen und &amp;stimmen zu</translation>
    </message>
    <message>
        <source>&amp;Register all</source>
        <translation>Alle &amp;registrieren</translation>
    </message>
    <message>
        <source>The folder has a subfolder for each person, which has their name and contains their photos. A table people.csv beside them can add more: name, groups, department, valid_from, valid_until, consent, note.</source>
        <translation>Der Ordner enthält für jede Person einen Ordner mit ihrem Namen und ihren Fotos. Eine Tabelle people.csv daneben kann mehr angeben: name, groups, department, valid_from, valid_until, consent, note.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Person or photo</source>
        <translation>Person oder Foto</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln Person</numerusform>
            <numerusform>%Ln Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>A folder of people is missing.</source>
        <translation>Es fehlt ein Ordner mit Personen.</translation>
    </message>
    <message>
        <source>Nobody is registered without consent.</source>
        <translation>Ohne Einwilligung wird niemand registriert.</translation>
    </message>
    <message>
        <source>Registered: {people}. Not registered: {refused}. Photos refused: {photos}.</source>
        <translation>Registriert: {people}. Nicht registriert: {refused}. Abgelehnte Fotos: {photos}.</translation>
    </message>
    <message numerus="yes">
        <source>registered with %Ln photo(s)</source>
        <translation>
            <numerusform>mit %Ln Foto registriert</numerusform>
            <numerusform>mit %Ln Fotos registriert</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder of people</source>
        <translation>Ordner mit Personen</translation>
    </message>
    <message>
        <source>not registered: {why}</source>
        <translation>nicht registriert: {why}</translation>
    </message>
    <message>
        <source>photo refused: {why}</source>
        <translation>Foto abgelehnt: {why}</translation>
    </message>
    <message>
        <source>stopped before</source>
        <translation>vorher abgebrochen</translation>
    </message>
    <message>
        <source>left out: {why}</source>
        <translation>ausgelassen: {why}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Names that are not UTF-8 were read as {encoding}. Check them.</source>
        <translation>Namen, die kein UTF-8 sind, wurden als {encoding} gelesen. Bitte prüfen.</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>Drinnen seit</translation>
    </message>
    <message>
        <source>By the door</source>
        <translation>Durch die Tür</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>Gast von</translation>
    </message>
    <message>
        <source>Who is inside</source>
        <translation>Wer drinnen ist</translation>
    </message>
    <message>
        <source>Has &amp;left</source>
        <translation>Ist &amp;gegangen</translation>
    </message>
    <message>
        <source>Somebody is &amp;inside …</source>
        <translation>Jemand ist &amp;drinnen …</translation>
    </message>
    <message>
        <source>May pass &amp;again …</source>
        <translation>Darf &amp;wieder durch …</translation>
    </message>
    <message>
        <source>&amp;Print …</source>
        <translation>Dr&amp;ucken …</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Every&amp;body</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>Whose attendance: of everybody, or of one person</source>
        <translation>Wessen Anwesenheit: aller oder einer Person</translation>
    </message>
    <message>
        <source>Export attendance</source>
        <translation>Anwesenheit exportieren</translation>
    </message>
    <message>
        <source>Who is inside?</source>
        <translation>Wer ist drinnen?</translation>
    </message>
    <message>
        <source>Who may pass again?</source>
        <translation>Wer darf wieder hindurch?</translation>
    </message>
    <message>
        <source>The list is being written …</source>
        <translation>Die Liste wird geschrieben …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln Person in {file} geschrieben.</numerusform>
            <numerusform>%Ln Personen in {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln Tag in {file} geschrieben.</numerusform>
            <numerusform>%Ln Tage in {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Drinnen</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>jemand, der nicht mehr da ist</translation>
    </message>
    <message>
        <source>corrected by hand</source>
        <translation>von Hand berichtigt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) inside</source>
        <translation>
            <numerusform>%Ln Person drinnen</numerusform>
            <numerusform>%Ln Personen drinnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln gefunden</numerusform>
            <numerusform>%Ln gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>They are outside now.</source>
        <translation>Jetzt als draußen vermerkt.</translation>
    </message>
    <message>
        <source>They are inside now.</source>
        <translation>Jetzt als drinnen vermerkt.</translation>
    </message>
    <message>
        <source>They may pass once either way.</source>
        <translation>Darf einmal in beide Richtungen hindurch.</translation>
    </message>
    <message>
        <source>Save who is inside</source>
        <translation>Speichern, wer drinnen ist</translation>
    </message>
    <message>
        <source>Whose attendance?</source>
        <translation>Wessen Anwesenheit?</translation>
    </message>
    <message>
        <source>&amp;Save list …</source>
        <translation>&amp;Liste speichern …</translation>
    </message>
    <message>
        <source>Attendance &amp;of</source>
        <translation>A&amp;nwesenheit im</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Evacuation list</source>
        <translation>Evakuierungsliste</translation>
    </message>
    <message numerus="yes">
        <source>Forget where %Ln person(s) are?</source>
        <translation>
            <numerusform>Vergessen, wo %Ln Person ist?</numerusform>
            <numerusform>Vergessen, wo %Ln Personen sind?</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>They are all s&amp;till inside</source>
        <translation>Alle sind n&amp;och drinnen</translation>
    </message>
    <message>
        <source>&amp;Forget …</source>
        <translation>&amp;Vergessen …</translation>
    </message>
    <message>
        <source>For somebody whom a door refuses because they went the same way before. They may pass once either way.</source>
        <translation>Für jemanden, den eine Tür abweist, weil er schon einmal in dieser Richtung ging: Er darf einmal in beide Richtungen hindurch.</translation>
    </message>
    <message>
        <source>No camera sees who goes in and who goes out. In the settings, set one camera to lead in and another to lead out.</source>
        <translation>Es ist nicht zu sehen, wer hineingeht und wer hinausgeht. Geben Sie in den Einstellungen bei einer Kamera an, dass sie hineinführt, und bei einer anderen, dass sie hinausführt.</translation>
    </message>
    <message>
        <source>In an emergency: tick off everybody who is found outside.</source>
        <translation>Im Notfall: Haken Sie ab, wer draußen gefunden wurde.</translation>
    </message>
    <message>
        <source>Nobody is inside. People who pass a door that leads in are listed here.</source>
        <translation>Niemand ist drinnen. Wer durch eine Tür hineingeht, steht hier.</translation>
    </message>
    <message>
        <source>They are removed from the list of people inside, and may pass once either way. Count the people outside first.</source>
        <translation>Sie werden von der Anwesenheitsliste genommen und dürfen einmal in jeder Richtung durch. Zählen Sie zuerst, wer draußen ist.</translation>
    </message>
    <message>
        <source>The list is valid again.</source>
        <translation>Die Liste gilt wieder.</translation>
    </message>
    <message>
        <source>Everybody who passes a door from now on is counted.</source>
        <translation>Wer jetzt durch eine Tür geht, wird neu gezählt.</translation>
    </message>
    <message>
        <source>It is no longer known where the people who came before are. Each of them may pass once either way.</source>
        <translation>Von allen, die vorher kamen, ist nicht mehr bekannt, wo sie sind: Jede Person darf einmal in jeder Richtung durch.</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Leave the residents’ screen</source>
        <translation>Bildschirm an der Tür verlassen</translation>
    </message>
    <message>
        <source>The doors stop with this screen: only an administrator can leave it.</source>
        <translation>Mit diesem Bildschirm stehen auch die Türen still: Nur ein Administrator kann ihn verlassen.</translation>
    </message>
    <message>
        <source>Only an operator can leave this screen.</source>
        <translation>Nur ein Bediener kann diesen Bildschirm verlassen.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Please try again.</source>
        <translation>Bitte versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>ListSection</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Nobody has come yet.
Whoever comes to a door appears here.</source>
        <translation>Noch niemand ist gekommen.
Wer an eine Tür kommt, erscheint hier.</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
    <message>
        <source>A photo may pass at {doors}: liveness is not checked there (see the Settings page).</source>
        <translation>Ein Foto kann genügen an {doors}: Dort gibt es keine Lebenderkennung (siehe Seite Einstellungen).</translation>
    </message>
    <message>
        <source>The doors run in the service: they go on when this window is closed.</source>
        <translation>Die Türen laufen im Dienst: Sie laufen weiter, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>Zum Gas&amp;t machen …</translation>
    </message>
    <message>
        <source>No camera watches a door yet.</source>
        <translation>Noch überwacht keine Kamera eine Tür.</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>A photo may pass: photo protection has not been measured here yet (see the Models page, or run “gatekeeper models evaluate-liveness”).</source>
        <translation>Ein Foto kann genügen: Wie gut lebende Gesichter hier von Bildern unterschieden werden, ist noch nicht gemessen (siehe Seite Modelle, oder „gatekeeper models evaluate-liveness“).</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Unknown visitors</source>
        <translation>Unbekannte Besucher</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln Ereignis in {file} geschrieben.</numerusform>
            <numerusform>%Ln Ereignisse in {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Diagramme</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln Ereignis</numerusform>
            <numerusform>%Ln Ereignisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) and more …</source>
        <translation>
            <numerusform>%Ln Ereignis und mehr …</numerusform>
            <numerusform>%Ln Ereignisse und mehr …</numerusform>
        </translation>
    </message>
    <message>
        <source>No events match.
Choose a longer time, or clear the name.</source>
        <translation>Keine passenden Ereignisse.
Wählen Sie einen längeren Zeitraum, oder löschen Sie den Namen.</translation>
    </message>
    <message>
        <source>Nobody has come yet.
Whoever comes to a door is listed here.</source>
        <translation>Noch niemand ist gekommen.
Wer an eine Tür kommt, steht dann hier.</translation>
    </message>
    <message>
        <source>Show &amp;larger</source>
        <translation>&amp;Größer zeigen</translation>
    </message>
    <message>
        <source>This is &amp;not {name}</source>
        <translation>Das ist &amp;nicht {name}</translation>
    </message>
    <message>
        <source>This &amp;is …</source>
        <translation>Das &amp;ist …</translation>
    </message>
    <message>
        <source>&amp;Erase {name} …</source>
        <translation>{name} &amp;löschen …</translation>
    </message>
    <message>
        <source>Only {what}</source>
        <translation>Nur {what}</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Nobody known</source>
        <translation>Niemand Bekanntes</translation>
    </message>
    <message numerus="yes">
        <source>Came %Ln time(s)</source>
        <translation>
            <numerusform>Kam einmal</numerusform>
            <numerusform>Kam %Ln-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>Export events</source>
        <translation>Ereignisse exportieren</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>Zum Gas&amp;t machen …</translation>
    </message>
    <message>
        <source>Show all events</source>
        <translation>Alle Ereignisse zeigen</translation>
    </message>
    <message>
        <source>See the doors</source>
        <translation>Türen ansehen</translation>
    </message>
    <message>
        <source>&amp;Watch for them …</source>
        <translation>Auf die &amp;Beobachtungsliste …</translation>
    </message>
    <message>
        <source>Show newer e&amp;vents</source>
        <translation>Neuere Ereignisse &amp;zeigen</translation>
    </message>
    <message>
        <source>Unregistered faces of the last 7 days, the most frequent first.</source>
        <translation>Gesichter, die in den letzten 7 Tagen kamen und nicht registriert sind; die häufigsten zuerst.</translation>
    </message>
    <message>
        <source>No unknown visitor came in the last 7 days.</source>
        <translation>In den letzten 7 Tagen kam niemand Unbekanntes.</translation>
    </message>
</context>
<context>
    <name>LookingThrough</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>MailDialog</name>
    <message>
        <source>Alarms by e-mail</source>
        <translation>Alarme per E-Mail</translation>
    </message>
    <message>
        <source>587 with STARTTLS, 465 with TLS from the start.</source>
        <translation>587 mit STARTTLS, 465 mit TLS von Anfang an.</translation>
    </message>
    <message>
        <source>&amp;Encrypted</source>
        <translation>V&amp;erschlüsselt</translation>
    </message>
    <message>
        <source>by STARTTLS</source>
        <translation>mit STARTTLS</translation>
    </message>
    <message>
        <source>TLS from the start</source>
        <translation>TLS von Anfang an</translation>
    </message>
    <message>
        <source>not at all: for a server on this machine</source>
        <translation>gar nicht: für einen Server auf diesem Rechner</translation>
    </message>
    <message>
        <source>Fro&amp;m</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>An address.</source>
        <translation>Eine Adresse.</translation>
    </message>
    <message>
        <source>F&amp;or</source>
        <translation>Fü&amp;r</translation>
    </message>
    <message>
        <source>&amp;No second mail within</source>
        <translation>&amp;Keine zweite E-Mail innerhalb von</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>Addresses, separated by commas.</source>
        <translation>Adressen, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Empty: the authorities that the system trusts.</source>
        <translation>Leer: wem das System vertraut.</translation>
    </message>
    <message>
        <source>The first alarm goes out at once; the alarms that follow within this time come in one mail.</source>
        <translation>Der erste Alarm geht sofort hinaus; was inzwischen kommt, steht in einer einzigen E-Mail.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Register</source>
        <translation>Registrieren</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>for administrators</source>
        <translation>für Administratoren</translation>
    </message>
    <message>
        <source>sign in first</source>
        <translation>zuerst anmelden</translation>
    </message>
    <message>
        <source>for operators</source>
        <translation>für Bediener</translation>
    </message>
    <message>
        <source>{name} is signed in</source>
        <translation>{name} ist angemeldet</translation>
    </message>
    <message>
        <source>Times are in {zone}, the time zone of the door “{door}”. This machine’s time zone is {own}.</source>
        <translation>Zeiten sind in {zone} angegeben, der Zeitzone der Tür „{door}“. Dieser Rechner ist auf {own} eingestellt.</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>&amp;Sperren</translation>
    </message>
    <message>
        <source>Change my &amp;password …</source>
        <translation>Mein &amp;Passwort ändern …</translation>
    </message>
    <message>
        <source>&amp;Sign out</source>
        <translation>&amp;Abmelden</translation>
    </message>
    <message>
        <source>Demo: signed in
without a password</source>
        <translation>Demo: ohne Passwort
angemeldet</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Drinnen</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About gatekeeper …</source>
        <translation>Ü&amp;ber gatekeeper …</translation>
    </message>
    <message>
        <source>Help: {page}</source>
        <translation>Hilfe: {page}</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Outlets</source>
        <translation>Meldewege</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>Find people with masks</source>
        <translation>Personen mit Maske finden</translation>
    </message>
    <message>
        <source>NAME/bare/*.jpg and NAME/masked/*.jpg</source>
        <translation>NAME/bare/*.jpg und NAME/masked/*.jpg</translation>
    </message>
    <message>
        <source>Pairs of pictures</source>
        <translation>Bildpaare</translation>
    </message>
    <message>
        <source>pictures, and a pairs.csv with path,pair_path,same</source>
        <translation>Bilder und eine pairs.csv mit path,pair_path,same</translation>
    </message>
    <message>
        <source>See masks</source>
        <translation>Masken erkennen</translation>
    </message>
    <message>
        <source>bare/, masked/ and wrong/, however deep</source>
        <translation>bare/, masked/ und wrong/, beliebig tief</translation>
    </message>
    <message>
        <source>Keep pictures of people out</source>
        <translation>Bilder von Personen abweisen</translation>
    </message>
    <message>
        <source>live/NN/*.jpg, print/NN/*.jpg and phone/NN/*.jpg</source>
        <translation>live/NN/*.jpg, print/NN/*.jpg und phone/NN/*.jpg</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Was gemessen wird</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>Take as this &amp;site&apos;s figures</source>
        <translation>Als Werte dieses &amp;Ortes übernehmen</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>These are this site&apos;s figures now.</source>
        <translation>Dies sind nun die Werte dieses Ortes.</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>The folder holds {layout}.</source>
        <translation>Der Ordner enthält {layout}.</translation>
    </message>
    <message>
        <source>&amp;Record before a camera …</source>
        <translation>Vor der Kamera &amp;aufnehmen …</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>&amp;Add {model} …</source>
        <translation>{model} &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Card of the model</source>
        <translation>Karte des Modells</translation>
    </message>
    <message>
        <source>&amp;Back to the model before</source>
        <translation>&amp;Zurück zum vorigen Modell</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>Only administrators may change models.</source>
        <translation>Nur Administratoren dürfen Modelle ändern.</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>{model} was trained on VGGFace2, whose terms are for research.</source>
        <translation>{model} wurde mit VGGFace2 trainiert, das der Forschung vorbehalten ist.</translation>
    </message>
    <message>
        <source>Its weights (107 MB) are downloaded, or taken from a file you have.</source>
        <translation>Die Gewichte (107 MB) werden heruntergeladen oder einer vorhandenen Datei entnommen.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Weights of the model</source>
        <translation>Gewichte des Modells</translation>
    </message>
    <message>
        <source>Adding {model}</source>
        <translation>{model} wird hinzugefügt</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Install the model {name}?</source>
        <translation>Das Modell {name} installieren?</translation>
    </message>
    <message>
        <source>Installing {model}</source>
        <translation>{model} wird installiert</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Schwellen</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Use this mod&amp;el</source>
        <translation>Dieses Modell v&amp;erwenden</translation>
    </message>
    <message>
        <source>Comparing {model} with the present model</source>
        <translation>{model} wird mit dem jetzigen Modell verglichen</translation>
    </message>
    <message>
        <source>Preparing everybody&apos;s photos for {model}</source>
        <translation>Alle Fotos werden für {model} vorbereitet</translation>
    </message>
    <message>
        <source>The present model stays in use until you choose this one.</source>
        <translation>Das jetzige Modell bleibt in Gebrauch, bis Sie dieses wählen.</translation>
    </message>
    <message numerus="yes">
        <source>{model} is in use; %Ln template(s) made. Calibrate it.</source>
        <translation>
            <numerusform>{model} ist in Gebrauch; %Ln Vorlage wurde erstellt. Kalibrieren Sie es.</numerusform>
            <numerusform>{model} ist in Gebrauch; %Ln Vorlagen wurden erstellt. Kalibrieren Sie es.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MomentField</name>
    <message>
        <source>at</source>
        <translation>um</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>befristet</translation>
    </message>
    <message>
        <source>at a time of day</source>
        <translation>zu einer Uhrzeit</translation>
    </message>
    <message>
        <source>time of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>to the end of the day</source>
        <translation>bis zum Ende des Tages</translation>
    </message>
    <message>
        <source>from the beginning of the day</source>
        <translation>ab Beginn des Tages</translation>
    </message>
</context>
<context>
    <name>MqttDialog</name>
    <message>
        <source>MQTT broker</source>
        <translation>MQTT-Broker</translation>
    </message>
    <message>
        <source>8883 with TLS, 1883 without.</source>
        <translation>8883 mit TLS, 1883 ohne.</translation>
    </message>
    <message>
        <source>&amp;TLS</source>
        <translation>&amp;TLS</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>&amp;Home Assistant discovery prefix</source>
        <translation>&amp;Home-Assistant-Discovery-Präfix</translation>
    </message>
    <message>
        <source>no: names and the password are sent unencrypted</source>
        <translation>nein: Name und Passwort gehen im Klartext hinaus</translation>
    </message>
    <message>
        <source>Empty: the authorities that the system trusts.</source>
        <translation>Leer: wem das System vertraut.</translation>
    </message>
    <message>
        <source>T&amp;opic prefix</source>
        <translation>Über allen The&amp;men</translation>
    </message>
    <message>
        <source>Empty: Home Assistant is not told about doors and alarms.</source>
        <translation>Leer: Es erfährt nichts von Türen und Alarmen.</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open the door</source>
        <translation>Tür öffnen</translation>
    </message>
    <message>
        <source>For example: delivery, let in by the door desk</source>
        <translation>Zum Beispiel: Lieferung, vom Empfang eingelassen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The reason is recorded before the door opens.</source>
        <translation>Der Grund wird festgehalten, bevor die Tür öffnet.</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message>
        <source>Operator: registers people, opens doors</source>
        <translation>Bediener: registriert Personen, öffnet Türen</translation>
    </message>
    <message>
        <source>Administrator: everything</source>
        <translation>Administrator: alles</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>Von wem</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>Alle Handlungen</translation>
    </message>
    <message>
        <source>&amp;Add …</source>
        <translation>&amp;Hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Give role</source>
        <translation>Rolle &amp;geben</translation>
    </message>
    <message>
        <source>&amp;Password …</source>
        <translation>&amp;Passwort …</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>What was done, newest first</source>
        <translation>Was getan wurde, das Neueste zuerst</translation>
    </message>
    <message numerus="yes">
        <source>%Ln act(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln Handlung in {file} geschrieben.</numerusform>
            <numerusform>%Ln Handlungen in {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export what was done</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>Nothing has been done yet. What operators do here is listed, with who did it and when.</source>
        <translation>Noch wurde nichts getan. Hier steht, was Bediener tun, wer es war und wann.</translation>
    </message>
    <message>
        <source>No acts match.</source>
        <translation>Keine passenden Handlungen.</translation>
    </message>
    <message>
        <source>The newest {n} of {all}. An export has all of them.</source>
        <translation>Die neuesten {n} von {all}. Ein Export enthält alle.</translation>
    </message>
    <message>
        <source>There is no operator yet. Add the first one: an administrator.</source>
        <translation>Es gibt noch keinen Bediener. Fügen Sie den ersten hinzu: einen Administrator.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>{name} will not be able to sign in any more.</source>
        <translation>{name} kann sich dann nicht mehr anmelden.</translation>
    </message>
    <message>
        <source>Nothing of this kind has been done.</source>
        <translation>So etwas hat niemand getan.</translation>
    </message>
    <message>
        <source>Viewer: sees the door and the log</source>
        <translation>Betrachter: sieht zu</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Im Einzelnen</translation>
    </message>
    <message>
        <source>Everybody listed here may sign in. The doors work whether or not somebody is signed in.</source>
        <translation>Wer hier steht, darf sich anmelden. Die Tür arbeitet, ob jemand angemeldet ist oder nicht.</translation>
    </message>
    <message>
        <source>The most serious acts need &amp;two people</source>
        <translation>Die schwerwiegendsten Handlungen brauchen &amp;zwei Personen</translation>
    </message>
    <message>
        <source>Erasing somebody, restoring a backup, exporting the key, deleting from the log or changing how long it is kept, adding an operator or administrator or changing their role or password, and removing an administrator.</source>
        <translation>Jemanden löschen, eine Sicherung zurückspielen, den Schlüssel exportieren, aus dem Protokoll löschen oder dessen Aufbewahrung ändern, einen Bediener oder Administrator anlegen oder ihm eine andere Rolle oder ein anderes Passwort geben und einen Administrator entfernen.</translation>
    </message>
</context>
<context>
    <name>OrderDialog</name>
    <message>
        <source>The reason goes on record, at every door.</source>
        <translation>Der Grund wird bei jeder Tür festgehalten.</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
</context>
<context>
    <name>OutletDialog</name>
    <message>
        <source>Name the server, or cancel. To have none, remove it on the page.</source>
        <translation>Nennen Sie den Server, oder brechen Sie ab. Soll es keinen geben, entfernen Sie ihn auf der Seite.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>&amp;File …</source>
        <translation>&amp;Datei …</translation>
    </message>
    <message>
        <source>Certificate authorit&amp;y</source>
        <translation>Zertif&amp;izierungsstelle</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Benutzer</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>Pass&amp;wort</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>bleibt, wie es ist</translation>
    </message>
    <message>
        <source>As the log names them, separated by commas: alarm, opened, unknown, forced_open … Empty: all.</source>
        <translation>Wie das Protokoll sie nennt, durch Kommas getrennt: alarm, opened, unknown, forced_open … Leer: alle.</translation>
    </message>
    <message>
        <source>&amp;Given up after</source>
        <translation>Aufgegeben na&amp;ch</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> Stunden</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Only these &amp;kinds</source>
        <translation>Nur so&amp;lche Arten</translation>
    </message>
    <message>
        <source>Only these &amp;doors</source>
        <translation>Nur v&amp;on diesen Türen</translation>
    </message>
    <message>
        <source>A PEM file with the certificate authority, for a site that has its own. No other authority is trusted then.</source>
        <translation>Eine PEM-Datei dessen, der sein Zertifikat unterschrieben hat, bei einer eigenen Zertifizierungsstelle. Sonst wird dann niemandem vertraut.</translation>
    </message>
    <message>
        <source>Empty: no sign-in.</source>
        <translation>Leer: Es meldet sich niemand an.</translation>
    </message>
    <message>
        <source>A message that is not accepted for this long is put aside, which raises an alarm, and the next ones follow. 0: it is tried for ever and holds back the next ones.</source>
        <translation>Was die Gegenseite so lange nicht annimmt, wird zurückgelegt; das ist ein Alarm, und das Folgende geht weiter. 0: Es wird endlos versucht und hält das Folgende auf.</translation>
    </message>
    <message>
        <source>Separated by commas. Messages about no door, such as a full disk, are sent as well. Empty: all doors.</source>
        <translation>Durch Kommas getrennt. Meldungen ohne Tür, etwa über eine volle Platte, werden auch gesendet. Leer: alle Türen.</translation>
    </message>
</context>
<context>
    <name>OutletsPage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Geht an</translation>
    </message>
    <message>
        <source>Delivered last</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Zurückgelegt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Outlets</source>
        <translation>Meldewege</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Change …</source>
        <translation>&amp;Ändern …</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>Send a &amp;test</source>
        <translation>&amp;Test senden</translation>
    </message>
    <message>
        <source>Webhook …</source>
        <translation>Webhook …</translation>
    </message>
    <message>
        <source>MQTT broker …</source>
        <translation>MQTT-Broker …</translation>
    </message>
    <message>
        <source>E-mail …</source>
        <translation>E-Mail …</translation>
    </message>
    <message>
        <source>Outlet</source>
        <translation>Meldeweg</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>Erneut &amp;senden</translation>
    </message>
    <message>
        <source>T&amp;hrow away …</source>
        <translation>Ver&amp;werfen …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) put aside</source>
        <translation>
            <numerusform>%Ln Nachricht zurückgelegt</numerusform>
            <numerusform>%Ln Nachrichten zurückgelegt</numerusform>
        </translation>
    </message>
    <message>
        <source>alarms</source>
        <translation>Alarmen</translation>
    </message>
    <message>
        <source>events, alarms, doors</source>
        <translation>Ereignissen, Alarmen, Türen</translation>
    </message>
    <message>
        <source>events and alarms</source>
        <translation>Ereignissen und Alarmen</translation>
    </message>
    <message>
        <source>all is well</source>
        <translation>alles in Ordnung</translation>
    </message>
    <message>
        <source>event {number}</source>
        <translation>Ereignis {number}</translation>
    </message>
    <message>
        <source>act {number}</source>
        <translation>Handlung {number}</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Saved. Send a test to see whether it arrives.</source>
        <translation>Gespeichert. Senden Sie einen Test, um zu sehen, ob er ankommt.</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>{name} entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>Entfernt.</translation>
    </message>
    <message>
        <source>A test goes to {name} …</source>
        <translation>Ein Test geht an {name} …</translation>
    </message>
    <message>
        <source>The test did not arrive at {name}: {why}.</source>
        <translation>Der Test ist bei {name} nicht angekommen: {why}.</translation>
    </message>
    <message>
        <source>The test has arrived at {name}.</source>
        <translation>Der Test ist bei {name} angekommen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) will be sent again.</source>
        <translation>
            <numerusform>%Ln Nachricht wird erneut gesendet.</numerusform>
            <numerusform>%Ln Nachrichten werden erneut gesendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) thrown away.</source>
        <translation>
            <numerusform>%Ln Nachricht verworfen.</numerusform>
            <numerusform>%Ln Nachrichten verworfen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Throw away %Ln message(s)?</source>
        <translation>
            <numerusform>%Ln Nachricht verwerfen?</numerusform>
            <numerusform>%Ln Nachrichten verwerfen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>has accepted nothing since {when}: {why}</source>
        <translation>hat seit {when} nichts angenommen: {why}</translation>
    </message>
    <message>
        <source>{what}: {only}</source>
        <translation>{what}: {only}</translation>
    </message>
    <message>
        <source>Receives</source>
        <translation>Erfährt von</translation>
    </message>
    <message>
        <source>The selected ones, or all of them.</source>
        <translation>Die gewählten, sonst alle.</translation>
    </message>
    <message>
        <source>being sent again …</source>
        <translation>wird erneut gesendet …</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere yet. Add a webhook, an MQTT broker or e-mail, then send a test.</source>
        <translation>Noch erfährt niemand etwas. Fügen Sie einen Webhook, einen MQTT-Broker oder E-Mail hinzu und senden Sie dann einen Test.</translation>
    </message>
    <message>
        <source>has refused some messages</source>
        <translation>hat einiges abgelehnt</translation>
    </message>
    <message>
        <source>nothing to send yet</source>
        <translation>noch nichts zu melden</translation>
    </message>
    <message>
        <source>Nothing more is sent to it, not even the messages that are waiting or were put aside.</source>
        <translation>Es erfährt nichts mehr; was wartet und was zurückgelegt wurde, wird nicht gesendet.</translation>
    </message>
    <message>
        <source>They will never be sent. The events themselves stay in the log.</source>
        <translation>Sie werden nie gesendet. Die Ereignisse selbst bleiben im Protokoll.</translation>
    </message>
    <message>
        <source>Events and alarms go out in order. Messages that cannot be sent now are sent later; refused ones are put aside.</source>
        <translation>Ereignisse und Alarme gehen der Reihe nach hinaus. Was jetzt nicht gesendet werden kann, wird später gesendet; was abgelehnt wird, wird zurückgelegt.</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Change my password</source>
        <translation>Mein Passwort ändern</translation>
    </message>
    <message>
        <source>At least {n} characters.</source>
        <translation>Mindestens {n} Zeichen.</translation>
    </message>
    <message>
        <source>&amp;Old password</source>
        <translation>&amp;Altes Passwort</translation>
    </message>
    <message>
        <source>&amp;New password</source>
        <translation>&amp;Neues Passwort</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>Noch &amp;einmal</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter stimmen nicht überein.</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>Search by name, number or group</source>
        <translation>Name, Nummer oder Gruppe</translation>
    </message>
    <message>
        <source>Search people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>kein Foto</translation>
    </message>
    <message>
        <source>no group</source>
        <translation>keine Gruppe</translation>
    </message>
    <message>
        <source>Which people</source>
        <translation>Welche Personen</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Without a PIN</source>
        <translation>Ohne PIN</translation>
    </message>
    <message>
        <source>Without a photo</source>
        <translation>Ohne Foto</translation>
    </message>
    <message>
        <source>Without a photo with a mask</source>
        <translation>Ohne Foto mit Maske</translation>
    </message>
    <message>
        <source>Without a consent on record</source>
        <translation>Ohne vermerkte Einwilligung</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Not seen for 90 days</source>
        <translation>Seit 90 Tagen nicht gesehen</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>Agreed to an older text</source>
        <translation>Einem älteren Text zugestimmt</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nobody is registered yet.</source>
        <translation>Es ist noch niemand registriert.</translation>
    </message>
    <message>
        <source>Nobody was found.</source>
        <translation>Niemand gefunden.</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Choose somebody on the left.</source>
        <translation>Wählen Sie links eine Person.</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>Änderungen an {name} speichern?</translation>
    </message>
    <message>
        <source>This person is no longer registered.</source>
        <translation>Diese Person ist nicht mehr registriert.</translation>
    </message>
    <message>
        <source>Nobody found. Part of the name is enough; capitals and accents do not matter.</source>
        <translation>Niemand gefunden. Ein Teil des Namens genügt; Groß- und Kleinschreibung und Akzente sind gleich.</translation>
    </message>
    <message>
        <source>Nobody is registered yet.
Start on the Register page (Ctrl+2).</source>
        <translation>Noch ist niemand registriert.
Beginnen Sie auf der Seite Registrieren (Strg+2).</translation>
    </message>
    <message>
        <source>Pr&amp;int list …</source>
        <translation>L&amp;iste drucken …</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>Abteilung</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Everybody has a PIN.</source>
        <translation>Alle haben eine PIN.</translation>
    </message>
    <message>
        <source>Nobody matches.</source>
        <translation>Das trifft auf niemanden zu.</translation>
    </message>
    <message>
        <source>Nobody is registered yet.</source>
        <translation>Es ist noch niemand registriert.</translation>
    </message>
    <message>
        <source>Register somebody …</source>
        <translation>Jemanden registrieren …</translation>
    </message>
    <message>
        <source>Consent te&amp;xt …</source>
        <translation>Einwilligungste&amp;xt …</translation>
    </message>
</context>
<context>
    <name>Period</name>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>From this day</source>
        <translation>Von diesem Tag an</translation>
    </message>
    <message>
        <source>To the end of this day</source>
        <translation>Bis zum Ende dieses Tages</translation>
    </message>
</context>
<context>
    <name>PersonPicker</name>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
</context>
<context>
    <name>PersonStep</name>
    <message>
        <source>For example: staff, cleaning (may stay empty)</source>
        <translation>Zum Beispiel: Personal, Reinigung (darf leer bleiben)</translation>
    </message>
    <message>
        <source>The person has read this and &amp;agrees</source>
        <translation>Die Person hat dies gelesen und &amp;stimmt zu</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>&amp;Fotos</translation>
    </message>
    <message>
        <source>Register a whole &amp;folder…</source>
        <translation>Einen ganzen &amp;Ordner registrieren …</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>A name is missing.</source>
        <translation>Es fehlt ein Name.</translation>
    </message>
    <message>
        <source>Access &amp;ends after</source>
        <translation>Zutritt &amp;endet nach dem</translation>
    </message>
    <message>
        <source>As they are greeted at the door</source>
        <translation>So, wie die Tür grüßen soll</translation>
    </message>
    <message>
        <source>Nobody is registered without consent.</source>
        <translation>Ohne Einwilligung wird niemand registriert.</translation>
    </message>
</context>
<context>
    <name>PersonView</name>
    <message>
        <source>Separated by commas, for example: staff, night shift</source>
        <translation>Mit Kommas getrennt, zum Beispiel: Personal, Nachtdienst</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>from</source>
        <translation>ab</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Add photos …</source>
        <translation>Fotos &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Remove photo</source>
        <translation>&amp;Foto entfernen</translation>
    </message>
    <message>
        <source>&amp;Erase …</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>Sp&amp;erren</translation>
    </message>
    <message>
        <source>Change the &amp;PIN …</source>
        <translation>&amp;PIN ändern …</translation>
    </message>
    <message>
        <source>Set a &amp;PIN …</source>
        <translation>&amp;PIN setzen …</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Number {n}</source>
        <translation>Nummer {n}</translation>
    </message>
    <message>
        <source>last seen: {when}</source>
        <translation>zuletzt gesehen: {when}</translation>
    </message>
    <message>
        <source>PIN set</source>
        <translation>PIN gesetzt</translation>
    </message>
    <message>
        <source>no PIN</source>
        <translation>keine PIN</translation>
    </message>
    <message>
        <source>BLOCKED</source>
        <translation>GESPERRT</translation>
    </message>
    <message>
        <source>at any time</source>
        <translation>jederzeit</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>kein Foto</translation>
    </message>
    <message>
        <source>{mask}
adds {share}</source>
        <translation>{mask}
bringt {share}</translation>
    </message>
    <message>
        <source>Without it, the other photos resemble this person by {share} less.</source>
        <translation>Ohne dieses Foto ähneln die übrigen der Person um {share} weniger.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Stored now:</source>
        <translation>Jetzt gespeichert:</translation>
    </message>
    <message>
        <source>To replace it with what you have entered, save again.</source>
        <translation>Speichern Sie noch einmal, um es durch Ihre Eingabe zu ersetzen.</translation>
    </message>
    <message>
        <source>No door opens for them now.</source>
        <translation>Für die Person öffnet jetzt keine Tür mehr.</translation>
    </message>
    <message>
        <source>Doors open for them again.</source>
        <translation>Die Türen öffnen wieder für die Person.</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Un&amp;block</source>
        <translation>Sp&amp;erre aufheben</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>not admitted ({why})</source>
        <translation>kein Zutritt ({why})</translation>
    </message>
    <message>
        <source>The photo has been removed.</source>
        <translation>Das Foto wurde entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} has been erased, with {photos}, and with name and pictures in {events}.</source>
        <translation>{name} wurde gelöscht, mit {photos} sowie Namen und Bildern in {events}.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln Ereignis</numerusform>
            <numerusform>%Ln Ereignisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) added.</source>
        <translation>
            <numerusform>%Ln Foto hinzugefügt.</numerusform>
            <numerusform>%Ln Fotos hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The photo has been restored.</source>
        <translation>Das Foto wurde wiederhergestellt.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln Gesicht, das nachweislich nicht ihres ist</numerusform>
            <numerusform>%Ln Gesichter, die nachweislich nicht ihre sind</numerusform>
        </translation>
    </message>
    <message>
        <source>no consent is on record: no door knows them</source>
        <translation>keine Einwilligung liegt vor: keine Tür erkennt sie</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>Abteilung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>Ab&amp;teilung</translation>
    </message>
    <message>
        <source>No&amp;te</source>
        <translation>N&amp;otiz</translation>
    </message>
    <message>
        <source>Every door that their groups may pass</source>
        <translation>Jede Tür, durch die ihre Gruppen dürfen</translation>
    </message>
    <message>
        <source>Only these doors</source>
        <translation>Nur diese Türen</translation>
    </message>
    <message>
        <source>C&amp;onsent …</source>
        <translation>Einwillig&amp;ung …</translation>
    </message>
    <message>
        <source>On&amp;ly the doors</source>
        <translation>Nur &amp;die Türen</translation>
    </message>
    <message>
        <source>consent withdrawn on {when}: no door knows them</source>
        <translation>Einwilligung am {when} widerrufen: keine Tür erkennt sie</translation>
    </message>
    <message>
        <source>consented on {when} to the text of {version}</source>
        <translation>am {when} dem Text {version} zugestimmt</translation>
    </message>
    <message>
        <source>signed form on file</source>
        <translation>Unterschrift liegt vor</translation>
    </message>
    <message>
        <source>an older text</source>
        <translation>ein älterer Text</translation>
    </message>
    <message>
        <source>registered before consent was required: doors know them; ask for their consent</source>
        <translation>registriert, bevor nach der Einwilligung gefragt wurde: Türen erkennen die Person; bitten Sie sie darum</translation>
    </message>
</context>
<context>
    <name>PhotoStep</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Photos taken</source>
        <translation>Aufgenommene Fotos</translation>
    </message>
    <message>
        <source>Files refused</source>
        <translation>Abgelehnte Dateien</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>&amp;Dateien …</translation>
    </message>
    <message>
        <source>Photos can also be dropped here.</source>
        <translation>Fotos lassen sich auch hierher ziehen.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Register</source>
        <translation>&amp;Registrieren</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Einen Moment bitte</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>Die Erkennung wird geladen.</translation>
    </message>
    <message>
        <source>Add photos with “Add files…”, or go on when the camera is back.</source>
        <translation>Fügen Sie Fotos mit „Dateien …“ hinzu, oder machen Sie weiter, wenn die Kamera wieder da ist.</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>All photos are taken</source>
        <translation>Alle Fotos sind aufgenommen</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>Bitte in die Kamera schauen</translation>
    </message>
    <message>
        <source>Now with a mask, please</source>
        <translation>Jetzt bitte mit Maske</translation>
    </message>
    <message>
        <source>Put on a mask that covers nose and mouth. Without one: register now.</source>
        <translation>Setzen Sie eine Maske auf, die Nase und Mund bedeckt. Ohne Maske: jetzt registrieren.</translation>
    </message>
    <message>
        <source>Photos of the person</source>
        <translation>Fotos der Person</translation>
    </message>
    <message>
        <source>Pictures ({suffixes})</source>
        <translation>Bilder ({suffixes})</translation>
    </message>
    <message>
        <source>{bare} of {wanted} bare, {masked} of {wanted} with a mask</source>
        <translation>{bare} von {wanted} ohne, {masked} von {wanted} mit Maske</translation>
    </message>
    <message>
        <source>Remo&amp;ve photo</source>
        <translation>Foto &amp;entfernen</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>It adds {percent} to the others.</source>
        <translation>Es ergänzt die anderen um {percent}.</translation>
    </message>
    <message>
        <source>Check them, then register.</source>
        <translation>Sehen Sie sie durch, dann registrieren.</translation>
    </message>
    <message>
        <source>The photos are taken automatically. Turn the head a little between them.</source>
        <translation>Das Foto wird von selbst aufgenommen. Drehen Sie den Kopf zwischen zwei Fotos ein wenig.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>PIN of {name}</source>
        <translation>PIN von {name}</translation>
    </message>
    <message>
        <source>&amp;Remove the PIN</source>
        <translation>PIN en&amp;tfernen</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>&amp;PIN</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>Noch &amp;einmal</translation>
    </message>
    <message>
        <source>The two PINs differ.</source>
        <translation>Die beiden PINs stimmen nicht überein.</translation>
    </message>
    <message>
        <source>{least} to {most} digits that neither repeat nor count up or down. Nobody can read the PIN afterwards.</source>
        <translation>{least} bis {most} Ziffern, die sich weder wiederholen noch auf- oder abwärts zählen. Danach kann niemand die PIN lesen.</translation>
    </message>
    <message>
        <source>The PIN has been removed.</source>
        <translation>Die PIN wurde entfernt.</translation>
    </message>
    <message>
        <source>The PIN has been set.</source>
        <translation>Die PIN wurde gesetzt.</translation>
    </message>
    <message>
        <source>The second PIN, for &amp;duress</source>
        <translation>Die zweite PIN, für den Fall einer &amp;Bedrohung</translation>
    </message>
    <message>
        <source>It opens like the other one and raises a silent alarm at the desk.</source>
        <translation>Sie öffnet wie die andere und löst am Empfang einen stillen Alarm aus.</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Take the last digit back</source>
        <translation>Letzte Ziffer zurücknehmen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>PIN eingeben</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>PIN von {name}</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Digits entered: {n}</source>
        <translation>Eingegebene Ziffern: {n}</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Please wait {time}.</source>
        <translation>Zu viele falsche PINs. Bitte warten Sie {time}.</translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message>
        <source>Plots of the events</source>
        <translation>Diagramme der Ereignisse</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s), {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</source>
        <translation>
            <numerusform>%Ln Ereignis, {opened} geöffnet. Die Hälfte der Entscheidungen fiel innerhalb von {half} ms, 95 % innerhalb von {most} ms.</numerusform>
            <numerusform>%Ln Ereignisse, {opened} geöffnet. Die Hälfte der Entscheidungen fiel innerhalb von {half} ms, 95 % innerhalb von {most} ms.</numerusform>
        </translation>
    </message>
    <message>
        <source>Visits per day</source>
        <translation>Besuche je Tag</translation>
    </message>
    <message>
        <source>Visits per hour of the day</source>
        <translation>Besuche je Tagesstunde</translation>
    </message>
    <message>
        <source>Refusals by reason</source>
        <translation>Abweisungen nach Grund</translation>
    </message>
    <message>
        <source>Decision time, in milliseconds</source>
        <translation>Entscheidungszeit in Millisekunden</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>Abweisungen</translation>
    </message>
    <message>
        <source>Milliseconds</source>
        <translation>Millisekunden</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Besuche</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>not opened</source>
        <translation>nicht geöffnet</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Picture of the camera</source>
        <translation>Bild der Kamera</translation>
    </message>
    <message>
        <source>This is what the camera shows now.</source>
        <translation>Dies zeigt die Kamera gerade.</translation>
    </message>
    <message>
        <source>Opening the camera …</source>
        <translation>Die Kamera wird geöffnet …</translation>
    </message>
    <message>
        <source>Pictures of {size}</source>
        <translation>Bilder mit {size}</translation>
    </message>
    <message>
        <source>“Show picture” opens this camera.</source>
        <translation>„Bild zeigen“ öffnet diese Kamera zum Ansehen.</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Opening the database</source>
        <translation>Die Datenbank wird geöffnet</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Preparing everybody&apos;s photos for the new model</source>
        <translation>Die Fotos aller Personen werden für das neue Modell vorbereitet</translation>
    </message>
    <message>
        <source>Registering the fictional people</source>
        <translation>Die erfundenen Personen werden registriert</translation>
    </message>
    <message>
        <source>The database was written by an older version and is upgraded once.
If you stop, it stays as it was, and the next start begins again.</source>
        <translation>Die Datenbank stammt von einer älteren Version: Sie wird einmalig auf den neuen Stand gebracht.
Wenn Sie anhalten, bleibt sie, wie sie war, und der nächste Start beginnt von vorn.</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Until the end of</source>
        <translation>Bis zum Ende des</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>&amp;Until the end of</source>
        <translation>&amp;Bis zum Ende des</translation>
    </message>
</context>
<context>
    <name>RecognitionForm</name>
    <message>
        <source>&amp;False accepts</source>
        <translation>&amp;Falschakzeptanzen</translation>
    </message>
    <message>
        <source>Frames that must &amp;agree</source>
        <translation>Bilder, die übereinsti&amp;mmen müssen</translation>
    </message>
    <message>
        <source>out of the &amp;last</source>
        <translation>von den &amp;letzten</translation>
    </message>
    <message>
        <source>L&amp;ead over the next person</source>
        <translation>V&amp;orsprung vor der nächsten Person</translation>
    </message>
    <message>
        <source>&amp;Networks run on</source>
        <translation>&amp;Netze rechnen auf</translation>
    </message>
    <message>
        <source>whichever is faster, as measured at the start</source>
        <translation>dem, was beim Start schneller ist</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>dem Prozessor</translation>
    </message>
    <message>
        <source>the graphics card (NVIDIA)</source>
        <translation>der Grafikkarte (NVIDIA)</translation>
    </message>
    <message>
        <source>Of comparisons with somebody else&apos;s photo. Every stranger is compared with everybody registered: with 100 people, 1 in 10,000 comparisons means 1 in 100 strangers, if a single frame were enough. The Models page shows what it costs your people.</source>
        <translation>Von Vergleichen mit dem Foto einer anderen Person. Jeder Fremde wird mit allen Registrierten verglichen: Bei 100 Personen ist 1 von 10.000 Vergleichen 1 von 100 Fremden, wenn ein einziges Bild genügte. Was es Ihre Leute kostet, sagt die Seite Modelle.</translation>
    </message>
    <message>
        <source>In similarity. People with a smaller lead are asked to look into the camera.</source>
        <translation>An Ähnlichkeit. Wer weniger Vorsprung hat, wird gebeten, in die Kamera zu sehen.</translation>
    </message>
    <message>
        <source>Without a card, or if it fails, the processor is used.</source>
        <translation>Ohne Karte, und wo sie versagt, übernimmt der Prozessor.</translation>
    </message>
</context>
<context>
    <name>RecordingDialog</name>
    <message>
        <source>Measure photo protection here</source>
        <translation>Fotoschutz hier messen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>This person &amp;has agreed to it</source>
        <translation>Diese Person &amp;hat zugestimmt</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>&amp;Aufnehmen</translation>
    </message>
    <message>
        <source>S&amp;kip this step</source>
        <translation>Diesen Schritt ü&amp;berspringen</translation>
    </message>
    <message>
        <source>&amp;Another person</source>
        <translation>&amp;Weitere Person</translation>
    </message>
    <message>
        <source>Show &amp;figures</source>
        <translation>&amp;Kennzahlen zeigen</translation>
    </message>
    <message>
        <source>Take as this &amp;site’s figures</source>
        <translation>Als Zahlen dieses &amp;Standorts übernehmen</translation>
    </message>
    <message>
        <source>&amp;Close without keeping anything</source>
        <translation>S&amp;chließen, ohne etwas zu behalten</translation>
    </message>
    <message>
        <source>This cannot be measured</source>
        <translation>Das lässt sich nicht messen</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>Nicht übernommen</translation>
    </message>
    <message>
        <source>The camera delivers no picture.</source>
        <translation>Die Kamera liefert kein Bild.</translation>
    </message>
    <message>
        <source>No face is seen: come closer.</source>
        <translation>Kein Gesicht zu sehen: bitte näher kommen.</translation>
    </message>
    <message>
        <source>Recording …</source>
        <translation>Aufnahme läuft …</translation>
    </message>
    <message>
        <source>No mask is seen.</source>
        <translation>Es ist keine Maske zu sehen.</translation>
    </message>
    <message>
        <source>A mask is seen: take it off for this step.</source>
        <translation>Eine Maske ist zu sehen: für diesen Schritt bitte abnehmen.</translation>
    </message>
    <message>
        <source>Look into the camera</source>
        <translation>Bitte in die Kamera schauen</translation>
    </message>
    <message>
        <source>Turn your head slowly, left and right</source>
        <translation>Den Kopf langsam nach links und rechts drehen</translation>
    </message>
    <message>
        <source>Put a mask on and look into the camera</source>
        <translation>Maske aufsetzen und in die Kamera schauen</translation>
    </message>
    <message>
        <source>Hold your printed photo before your face</source>
        <translation>Das gedruckte Foto vor das Gesicht halten</translation>
    </message>
    <message>
        <source>Hold a phone that shows your face up to the camera</source>
        <translation>Ein Handy mit Ihrem Gesicht in die Kamera halten</translation>
    </message>
    <message>
        <source>Stand as you would at the door, and move as you like.</source>
        <translation>Stehen Sie wie an der Tür, und bewegen Sie sich, wie Sie mögen.</translation>
    </message>
    <message>
        <source>A little to one side, then to the other.</source>
        <translation>Ein wenig zur einen Seite, dann zur anderen.</translation>
    </message>
    <message>
        <source>It must cover nose and mouth. Without one: skip this step.</source>
        <translation>Sie muss Nase und Mund bedecken. Ohne Maske: diesen Schritt überspringen.</translation>
    </message>
    <message>
        <source>Your own face is out of sight. Tilt it and move it a little.</source>
        <translation>Ihr eigenes Gesicht ist nicht zu sehen. Kippen und bewegen Sie es ein wenig.</translation>
    </message>
    <message>
        <source>At full brightness. Move it a little; without a phone, skip this step.</source>
        <translation>Bei voller Helligkeit. Bewegen Sie es ein wenig; ohne Handy diesen Schritt überspringen.</translation>
    </message>
    <message>
        <source>Person {person}, step {step} of {steps}</source>
        <translation>Person {person}, Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>No camera runs</source>
        <translation>Keine Kamera läuft</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Einen Moment bitte</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>Die Erkennung wird geladen.</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Take the figures, or close and lose them.</source>
        <translation>Übernehmen Sie die Zahlen; beim Schließen gehen sie verloren.</translation>
    </message>
    <message>
        <source>Measure another person, or look at the figures.</source>
        <translation>Messen Sie eine weitere Person, oder sehen Sie die Zahlen an.</translation>
    </message>
    <message>
        <source>This person is done</source>
        <translation>Diese Person ist fertig</translation>
    </message>
    <message>
        <source>Step aside, then come back ({done} of {all})</source>
        <translation>Treten Sie zur Seite und kommen Sie wieder ({done} von {all})</translation>
    </message>
    <message>
        <source>Take it away, then hold it up again ({done} of {all})</source>
        <translation>Nehmen Sie es weg und halten Sie es wieder hin ({done} von {all})</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>Wie weit dieser Schritt ist</translation>
    </message>
    <message>
        <source>It takes about two minutes per person; the more people take part, the more precise the figures. You need a printed photo of each person, the larger the better, and a phone that shows one. No pictures are kept, only the network’s scores, until this window is closed. The door keeps working meanwhile, and may react to what is held up.</source>
        <translation>Es dauert etwa zwei Minuten je Person; je mehr mitmachen, desto genauer die Zahlen. Nötig sind ein gedrucktes Foto jeder Person, je größer desto besser, und ein Handy, das eines zeigt. Bilder werden betrachtet und nicht aufbewahrt, nur die Werte des Netzes, bis dieses Fenster geschlossen wird. Die Tür arbeitet währenddessen weiter und antwortet vielleicht auf das, was hochgehalten wird.</translation>
    </message>
    <message>
        <source>Set one up on the Settings page.</source>
        <translation>Richten Sie in den Einstellungen eine ein.</translation>
    </message>
</context>
<context>
    <name>ResidentScreen</name>
    <message>
        <source>Picture of the camera</source>
        <translation>Bild der Kamera</translation>
    </message>
    <message>
        <source>Please step before the camera</source>
        <translation>Bitte treten Sie vor die Kamera</translation>
    </message>
</context>
<context>
    <name>ResidentScreens</name>
    <message>
        <source>&amp;Residents’ screen on another monitor</source>
        <translation>Be&amp;wohnerbildschirm auf einem anderen Monitor</translation>
    </message>
</context>
<context>
    <name>RetentionForm</name>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>Keep &amp;events for</source>
        <translation>&amp;Ereignisse aufbewahren</translation>
    </message>
    <message>
        <source>Older ones are deleted automatically.</source>
        <translation>Ältere werden automatisch gelöscht.</translation>
    </message>
    <message>
        <source>Keep &amp;pictures in them for</source>
        <translation>&amp;Bilder darin aufbewahren</translation>
    </message>
    <message>
        <source>After their visit; then they are erased, with name and pictures.</source>
        <translation>Nach ihrem Besuch; dann werden sie mit Namen und Bildern gelöscht.</translation>
    </message>
    <message>
        <source>Keep &amp;guests for</source>
        <translation>&amp;Gäste behalten für</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>Zeitpläne</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>Why may they pass?</source>
        <translation>Warum darf jemand hinein?</translation>
    </message>
</context>
<context>
    <name>SchedulesTab</name>
    <message>
        <source>Schedules</source>
        <translation>Zeitpläne</translation>
    </message>
    <message>
        <source>On &amp;holidays, the holiday’s hours apply instead of these</source>
        <translation>An &amp;Feiertagen gelten deren Zeiten an Stelle dieser</translation>
    </message>
    <message>
        <source>There is no schedule yet. A schedule says when a group may pass.</source>
        <translation>Es gibt noch keinen Zeitplan. Er sagt, wann eine Gruppe hineindarf.</translation>
    </message>
</context>
<context>
    <name>SecondDialog</name>
    <message>
        <source>This takes two people</source>
        <translation>Das braucht zwei Personen</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>A second person with the same right signs in here and confirms. Both are recorded.</source>
        <translation>Eine zweite Person, die es auch darf, meldet sich hier an und bestätigt. Beide werden vermerkt.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Undo changes</source>
        <translation>Änderungen &amp;verwerfen</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Only administrators may change settings.</source>
        <translation>Nur Administratoren dürfen Einstellungen ändern.</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>what the networks run on</source>
        <translation>worauf die Netze rechnen</translation>
    </message>
    <message>
        <source>the language</source>
        <translation>die Sprache</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>doors, relays, photo protection and the doors&apos; language</source>
        <translation>Türen, Relais, Schutz vor Fotos und Sprache der Türen</translation>
    </message>
    <message>
        <source>Will apply as soon as it is saved.</source>
        <translation>Gilt, sobald es gespeichert ist.</translation>
    </message>
    <message>
        <source>Will apply after a restart: {what}.</source>
        <translation>Gilt nach einem Neustart: {what}.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>“{name}” cannot be {value}.</source>
        <translation>„{name}“ kann nicht {value} sein.</translation>
    </message>
    <message>
        <source>Restart no&amp;w …</source>
        <translation>Jetzt ne&amp;u starten …</translation>
    </message>
    <message>
        <source>More than half of the frames looked at must agree, and at most all of them.</source>
        <translation>Mehr als die Hälfte der betrachteten Bilder muss übereinstimmen, höchstens alle.</translation>
    </message>
    <message>
        <source>The program restarts. The doors stay locked meanwhile, for a few seconds.</source>
        <translation>Das Programm wird beendet und neu gestartet. Die Türen bleiben dabei einige Sekunden lang verriegelt.</translation>
    </message>
    <message>
        <source>Unsaved changes are lost.</source>
        <translation>Was nicht gespeichert ist, geht verloren.</translation>
    </message>
</context>
<context>
    <name>SeveralView</name>
    <message>
        <source>Change until &amp;when they may come in</source>
        <translation>Ändern, bis &amp;wann sie eintreten dürfen</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>keep out</source>
        <translation>aussperren</translation>
    </message>
    <message>
        <source>let in again</source>
        <translation>wieder einlassen</translation>
    </message>
    <message>
        <source>&amp;Change all</source>
        <translation>A&amp;lle ändern</translation>
    </message>
    <message>
        <source>&amp;Put into groups</source>
        <translation>In Gru&amp;ppen aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Take out of groups</source>
        <translation>Aus &amp;Gruppen nehmen</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>Ab&amp;teilung</translation>
    </message>
    <message>
        <source>&amp;Blocked</source>
        <translation>G&amp;esperrt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) selected</source>
        <translation>
            <numerusform>%Ln Person ausgewählt</numerusform>
            <numerusform>%Ln Personen ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) changed.</source>
        <translation>
            <numerusform>%Ln Person geändert.</numerusform>
            <numerusform>%Ln Personen geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>All of them have read the consent in force, and &amp;agree</source>
        <translation>Alle haben die geltende Einwilligung gelesen und &amp;stimmen zu</translation>
    </message>
    <message>
        <source>Forms with their &amp;signatures are on file</source>
        <translation>&amp;Unterschriebene Formulare liegen vor</translation>
    </message>
    <message>
        <source>Language of the consent text</source>
        <translation>Sprache der Einwilligung</translation>
    </message>
    <message>
        <source>Print consent &amp;forms …</source>
        <translation>&amp;Formulare drucken …</translation>
    </message>
    <message>
        <source>Fields left empty stay as they are. Either everybody is changed, or nobody.</source>
        <translation>Was leer bleibt, bleibt bei allen, wie es ist. Es werden alle geändert oder niemand.</translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>An&amp;melden</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>&amp;Unlock</source>
        <translation>&amp;Entsperren</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter stimmen nicht überein.</translation>
    </message>
    <message>
        <source>Sign in as s&amp;omeone else</source>
        <translation>Als &amp;jemand anderes anmelden</translation>
    </message>
    <message>
        <source>Confirm p&amp;assword</source>
        <translation>P&amp;asswort wiederholen</translation>
    </message>
    <message>
        <source>First administrator</source>
        <translation>Erster Administrator</translation>
    </message>
    <message>
        <source>There is no account yet. Choose a name and a password of at least {n} characters for the first administrator; there is no default password. The doors keep working meanwhile.</source>
        <translation>Noch gibt es kein Konto. Wählen Sie für den ersten Administrator einen Namen und ein Passwort mit mindestens {n} Zeichen; ein Standardpasswort gibt es nicht. Die Türen arbeiten inzwischen weiter.</translation>
    </message>
    <message>
        <source>&amp;Create account</source>
        <translation>&amp;Konto anlegen</translation>
    </message>
    <message>
        <source>The doors work whether or not anyone is signed in.</source>
        <translation>Die Türen arbeiten, ob jemand angemeldet ist oder nicht.</translation>
    </message>
    <message>
        <source>The doors keep working. Enter your password to continue where you left off.</source>
        <translation>Die Türen arbeiten weiter. Geben Sie Ihr Passwort ein, um dort fortzufahren, wo Sie aufgehört haben.</translation>
    </message>
    <message>
        <source>This is the demo: no password is needed.</source>
        <translation>Dies ist die Demo: Es ist kein Passwort nötig.</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>Too many wrong attempts. Please wait {time}.</source>
        <translation>Zu viele Fehlversuche. Bitte warten Sie {time}.</translation>
    </message>
</context>
<context>
    <name>ThresholdsPanel</name>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>&amp;Use these thresholds</source>
        <translation>Diese Schwellen &amp;verwenden</translation>
    </message>
    <message>
        <source>Back to the &amp;card&apos;s</source>
        <translation>Zurück zu denen der &amp;Karte</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>Pairs of people</source>
        <translation>Personenpaare</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Schwellen</translation>
    </message>
    <message>
        <source>People who look alike</source>
        <translation>Ähnliche Personen</translation>
    </message>
    <message>
        <source>each other</source>
        <translation>einander</translation>
    </message>
    <message>
        <source>faces that come with the model</source>
        <translation>Gesichter, die dem Modell beiliegen</translation>
    </message>
    <message>
        <source>the demo&apos;s strangers</source>
        <translation>die Fremden der Demo</translation>
    </message>
    <message>
        <source>strangers: {name}</source>
        <translation>Fremden: {name}</translation>
    </message>
    <message>
        <source>from the people here</source>
        <translation>getragen von den Personen hier</translation>
    </message>
    <message>
        <source>raised by the people here or by strangers</source>
        <translation>erhöht durch die Personen hier oder durch Fremde</translation>
    </message>
    <message>
        <source>Nobody&apos;s two most similar photos are such a pair, so the cost cannot be shown.</source>
        <translation>Bei niemandem sind die zwei ähnlichsten Fotos ein solches Paar; darum lässt sich nicht zeigen, was es kostet.</translation>
    </message>
    <message>
        <source>{share} of people&apos;s own comparisons pass ({low} – {high}).</source>
        <translation>{share} der Vergleiche einer Person mit sich selbst gelingen ({low} – {high}).</translation>
    </message>
    <message>
        <source>registered twice?</source>
        <translation>zweimal registriert?</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>ähnlich</translation>
    </message>
    <message>
        <source>False accepts</source>
        <translation>Falschakzeptanzen</translation>
    </message>
    <message>
        <source>Can show, at best</source>
        <translation>Zeigt bestenfalls</translation>
    </message>
    <message>
        <source>&amp;Twins</source>
        <translation>&amp;Zwillinge</translation>
    </message>
    <message>
        <source>&amp;Same person</source>
        <translation>Die&amp;selbe Person</translation>
    </message>
    <message>
        <source>One person, registered twice. Remove one of the two on the People page.</source>
        <translation>Eine Person, doppelt registriert. Entfernen Sie auf der Seite Personen einen der beiden Einträge.</translation>
    </message>
    <message>
        <source>False accepts:</source>
        <translation>Falschakzeptanzen:</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95-%-Bereich</translation>
    </message>
    <message numerus="yes">
        <source>Calibrated on {day} by {who} with %Ln person(s).</source>
        <translation>
            <numerusform>Kalibriert am {day} von {who} mit %Ln Person.</numerusform>
            <numerusform>Kalibriert am {day} von {who} mit %Ln Personen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) registered by now: measure again.</source>
        <translation>
            <numerusform>Inzwischen ist %Ln Person registriert: Messen Sie noch einmal.</numerusform>
            <numerusform>Inzwischen sind %Ln Personen registriert: Messen Sie noch einmal.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look-alikes were confirmed since: measure again.</source>
        <translation>Seither wurden Doppelgänger bestätigt: Messen Sie noch einmal.</translation>
    </message>
    <message numerus="yes">
        <source>measured on %Ln person(s): stricter than it will be later</source>
        <translation>
            <numerusform>an %Ln Person gemessen: strenger, als es später sein wird</numerusform>
            <numerusform>an %Ln Personen gemessen: strenger, als es später sein wird</numerusform>
        </translation>
    </message>
    <message>
        <source>Look alike and may raise the thresholds for everybody:</source>
        <translation>Sehen sich ähnlich und können die Anforderung an alle erhöhen:</translation>
    </message>
    <message>
        <source>Not calibrated here: the card&apos;s thresholds apply, raised by the people registered.</source>
        <translation>Hier nicht kalibriert: Es gelten die Schwellen der Karte, erhöht durch die registrierten Personen.</translation>
    </message>
    <message>
        <source>* These are too few pairs of people to show so low a rate: it takes {n}.</source>
        <translation>* So wenige Personenpaare können keine so niedrige Rate zeigen: Dazu braucht es {n}.</translation>
    </message>
    <message>
        <source>the card&apos;s; there is too little data here for another</source>
        <translation>die der Karte; die Daten hier tragen keine andere</translation>
    </message>
    <message>
        <source>Two people who look alike: neither raises the thresholds for the others.</source>
        <translation>Zwei Personen, die sich ähneln: Keine verschärft, was von den anderen verlangt wird.</translation>
    </message>
    <message>
        <source>Remove {one} or {other} on the People page: one person needs only one entry.</source>
        <translation>Entfernen Sie {one} oder {other} auf der Seite Personen: Eine Person braucht nur einen Eintrag.</translation>
    </message>
    <message>
        <source>Comparing everybody with {model}</source>
        <translation>Alle werden mit {model} verglichen</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;top and save</source>
        <translation>A&amp;nhalten und sichern</translation>
    </message>
    <message>
        <source>&amp;Make a model of it</source>
        <translation>Ein &amp;Modell daraus machen</translation>
    </message>
    <message>
        <source>Loss and overlap</source>
        <translation>Verlust und Überlappung</translation>
    </message>
    <message>
        <source>Making a model of the best epoch …</source>
        <translation>Aus der besten Epoche wird ein Modell gemacht …</translation>
    </message>
    <message>
        <source>The model is made.</source>
        <translation>Das Modell ist fertig.</translation>
    </message>
    <message>
        <source>The workshop is not installed: pip install &apos;gatekeeper[trainer]&apos;.</source>
        <translation>Die Werkstatt ist nicht installiert: pip install &apos;gatekeeper[trainer]&apos;.</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>&amp;Rezept</translation>
    </message>
    <message>
        <source>&amp;Faces: NAME/*.jpg</source>
        <translation>&amp;Gesichter: NAME/*.jpg</translation>
    </message>
    <message>
        <source>as the recipe says</source>
        <translation>wie im Rezept</translation>
    </message>
    <message>
        <source>Loss of each step</source>
        <translation>Verlust je Schritt</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Overlap of same and different pairs</source>
        <translation>Überlappung der Paare</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Trained. Make a model of it, measure it, then use it.</source>
        <translation>Trainiert. Machen Sie ein Modell daraus, messen Sie es, und verwenden Sie es dann.</translation>
    </message>
    <message>
        <source>Folder of the ru&amp;n</source>
        <translation>Ordner &amp;des Laufs</translation>
    </message>
    <message>
        <source>E&amp;pochs</source>
        <translation>E&amp;pochen</translation>
    </message>
    <message>
        <source>F&amp;urther settings</source>
        <translation>&amp;Weitere Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>&amp;Lernrate</translation>
    </message>
    <message>
        <source>Output of the run</source>
        <translation>Was der Lauf ausgibt</translation>
    </message>
    <message>
        <source>Training. The door keeps working, perhaps more slowly.</source>
        <translation>Training läuft. Die Tür arbeitet weiter, vielleicht langsamer.</translation>
    </message>
    <message>
        <source>Stopping after the current step …</source>
        <translation>Hält nach dem laufenden Schritt an …</translation>
    </message>
    <message>
        <source>It ended early; its output says why. Start continues where it stopped.</source>
        <translation>Vorzeitig beendet; die Ausgabe sagt, warum. „Starten“ macht dort weiter.</translation>
    </message>
    <message>
        <source>For experts: TABLE.KEY=VALUE as in the recipe&apos;s file, separated by spaces.</source>
        <translation>Für Fachleute: TABELLE.SCHLÜSSEL=WERT aus der Rezeptdatei, mehrere durch Leerzeichen getrennt.</translation>
    </message>
</context>
<context>
    <name>TwinStep</name>
    <message>
        <source>Is this the same person?</source>
        <translation>Ist das dieselbe Person?</translation>
    </message>
    <message>
        <source>&amp;Two people: register the new one too</source>
        <translation>&amp;Zwei Personen: auch die neue registrieren</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>Zu&amp;rück</translation>
    </message>
    <message>
        <source>{name} (new)</source>
        <translation>{name} (neu)</translation>
    </message>
    <message>
        <source>{name} (number {number}, registered {when})</source>
        <translation>{name} (Nummer {number}, registriert am {when})</translation>
    </message>
    <message>
        <source>&amp;Same person: add the photos to {name}</source>
        <translation>&amp;Dieselbe Person: Fotos zu {name} hinzufügen</translation>
    </message>
</context>
<context>
    <name>Video</name>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>Kein Zutritt</translation>
    </message>
</context>
<context>
    <name>WatchList</name>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Unknown visitors who are watched for</source>
        <translation>Unbekannte Besucher auf der Beobachtungsliste</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Blocked people</source>
        <translation>Gesperrte Personen</translation>
    </message>
    <message>
        <source>&amp;Choose a visitor …</source>
        <translation>Besucher &amp;wählen …</translation>
    </message>
    <message>
        <source>&amp;Block somebody …</source>
        <translation>Jemanden &amp;sperren …</translation>
    </message>
    <message>
        <source>&amp;Unblock</source>
        <translation>Sperre &amp;aufheben</translation>
    </message>
    <message>
        <source>Nobody is blocked.</source>
        <translation>Niemand ist gesperrt.</translation>
    </message>
    <message>
        <source>Turn the list &amp;off …</source>
        <translation>Liste a&amp;usschalten …</translation>
    </message>
    <message>
        <source>&amp;Turn the list on …</source>
        <translation>Liste &amp;einschalten …</translation>
    </message>
    <message>
        <source>Unknown visitors</source>
        <translation>Unbekannte Besucher</translation>
    </message>
    <message>
        <source>Doors open for them again.</source>
        <translation>Die Türen öffnen sich wieder für diese Person.</translation>
    </message>
    <message>
        <source>Who is to be kept out?</source>
        <translation>Wer soll gesperrt werden?</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>No door opens for {name} until somebody lets them in again.</source>
        <translation>Keine Tür öffnet sich für {name}, bis jemand die Sperre aufhebt.</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>&amp;Sperren</translation>
    </message>
    <message>
        <source>No door opens for them now.</source>
        <translation>Keine Tür öffnet sich mehr für diese Person.</translation>
    </message>
    <message>
        <source>Keep a watch list of unknown visitors?</source>
        <translation>Eine Beobachtungsliste unbekannter Besucher führen?</translation>
    </message>
    <message>
        <source>Keep no watch list any more?</source>
        <translation>Keine Beobachtungsliste mehr führen?</translation>
    </message>
    <message>
        <source>The site may keep it: turn it on</source>
        <translation>Der Standort darf sie führen: einschalten</translation>
    </message>
    <message>
        <source>Turn it off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>The watch list is on.</source>
        <translation>Die Beobachtungsliste ist eingeschaltet.</translation>
    </message>
    <message>
        <source>The watch list is off.</source>
        <translation>Die Beobachtungsliste ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>Stop &amp;watching</source>
        <translation>Von der &amp;Liste nehmen</translation>
    </message>
    <message>
        <source>The list is off: no unknown visitor is recognised when they come again. It would hold faces of people who have not agreed to that. Ask whoever is responsible for data protection whether this site may keep them.</source>
        <translation>Die Liste ist ausgeschaltet: Kein unbekannter Besucher wird wiedererkannt. Sie enthielte Gesichter von Menschen, die nicht eingewilligt haben. Ob dieser Standort sie speichern darf, entscheidet die für den Datenschutz verantwortliche Stelle.</translation>
    </message>
    <message>
        <source>Nobody is on the watch list. Choose an unknown visitor in the log to be alerted when they come again.</source>
        <translation>Niemand steht auf der Liste. Wählen Sie im Protokoll einen unbekannten Besucher, um zu erfahren, wenn er wiederkommt.</translation>
    </message>
    <message>
        <source>When one of them comes to any door again, an alarm is raised. No door opens for them.</source>
        <translation>Kommt einer von ihnen wieder, an welcher Tür auch immer, gibt es einen Alarm. Keine Tür öffnet sich für sie.</translation>
    </message>
    <message>
        <source>They are no longer watched for, and their face is deleted.</source>
        <translation>Der Besucher steht nicht mehr auf der Liste, sein Gesicht ist gelöscht.</translation>
    </message>
    <message>
        <source>It holds the faces of people who have not agreed to be recognised. In many countries that is forbidden, or requires a legal basis, a notice at the door and an impact assessment first. Ask whoever is responsible for data protection before you turn it on.</source>
        <translation>Sie enthält Gesichter von Menschen, die nicht eingewilligt haben, erkannt zu werden. In vielen Ländern ist das verboten oder verlangt vorher eine Rechtsgrundlage, einen Hinweis an der Tür und eine Folgenabschätzung. Fragen Sie die für den Datenschutz verantwortliche Stelle, bevor Sie sie einschalten.</translation>
    </message>
    <message>
        <source>From now on nobody is compared with it. Its entries stay until their time is over.</source>
        <translation>Von jetzt an wird niemand mehr mit ihr verglichen. Wer darauf steht, bleibt bis zum Ende seiner Frist gespeichert.</translation>
    </message>
</context>
<context>
    <name>WebhookDialog</name>
    <message>
        <source>Add a webhook</source>
        <translation>Webhook hinzufügen</translation>
    </message>
    <message>
        <source>Change a webhook</source>
        <translation>Webhook ändern</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Make one</source>
        <translation>Erze&amp;ugen</translation>
    </message>
    <message>
        <source>Makes a secret and puts it on the clipboard, for whoever receives the messages.</source>
        <translation>Erzeugt ein Geheimnis und legt es in die Zwischenablage, für den, der die Nachrichten empfängt.</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>Ge&amp;heimnis</translation>
    </message>
    <message>
        <source>Messages are signed with it. It begins with whsec_, and the receiver needs the same.</source>
        <translation>Damit werden Nachrichten unterschrieben. Es beginnt mit whsec_, und der Empfänger braucht dasselbe.</translation>
    </message>
    <message>
        <source>everything in the log</source>
        <translation>allem im Protokoll</translation>
    </message>
    <message>
        <source>alarms only</source>
        <translation>nur Alarmen</translation>
    </message>
    <message>
        <source>With &amp;pictures</source>
        <translation>Mit &amp;Bildern</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>yes: the face leaves the building</source>
        <translation>ja: Das Gesicht verlässt das Gebäude</translation>
    </message>
    <message>
        <source> times</source>
        <translation>-mal</translation>
    </message>
    <message>
        <source>It is on the clipboard: give it to whoever receives the messages. It is not shown.</source>
        <translation>Es liegt in der Zwischenablage: Geben Sie es dem, der die Nachrichten empfängt. Gezeigt wird es nicht.</translation>
    </message>
    <message>
        <source>&amp;Refusals allowed</source>
        <translation>Zulässige Ablehnun&amp;gen</translation>
    </message>
    <message>
        <source>https://…; http:// sends people’s names unencrypted. The part after the host is shown as *** and is kept unless you enter another address.</source>
        <translation>https://…; http:// sendet Namen von Personen im Klartext. Was auf den Rechner folgt, wird als *** gezeigt und bleibt, solange Sie keine andere Adresse schreiben.</translation>
    </message>
    <message>
        <source>Empty: the usual authorities are trusted.</source>
        <translation>Leer: den üblichen.</translation>
    </message>
    <message>
        <source>Recei&amp;ves</source>
        <translation>Er&amp;fährt von</translation>
    </message>
    <message>
        <source>After this many refusals a message is put aside.</source>
        <translation>Nach so vielen Ablehnungen wird es zurückgelegt.</translation>
    </message>
</context>
<context>
    <name>WeekGrid</name>
    <message>
        <source>Hours of the week</source>
        <translation>Zeiten der Woche</translation>
    </message>
    <message>
        <source>{day} is not one of these days</source>
        <translation>{day} gehört nicht zu diesen Tagen</translation>
    </message>
    <message>
        <source>{day} {start} to {end}: set</source>
        <translation>{day} {start} bis {end}: gesetzt</translation>
    </message>
    <message>
        <source>{day} {start} to {end}: not set</source>
        <translation>{day} {start} bis {end}: nicht gesetzt</translation>
    </message>
</context>
<context>
    <name>WhyTab</name>
    <message>
        <source>No&amp;w</source>
        <translation>Je&amp;tzt</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Choose a person.</source>
        <translation>Wählen Sie eine Person.</translation>
    </message>
    <message>
        <source>May pass: {rule}</source>
        <translation>Darf hinein: {rule}</translation>
    </message>
    <message>
        <source>May not pass: {rule}</source>
        <translation>Darf nicht hinein: {rule}</translation>
    </message>
    <message>
        <source>The rules, in the order in which the door applies them</source>
        <translation>Die Regeln in der Reihenfolge, in der die Tür sie prüft</translation>
    </message>
</context>
<context>
    <name>WindowForm</name>
    <message>
        <source>&amp;Language</source>
        <translation>Sp&amp;rache</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>wie im System</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Loc&amp;k when idle for</source>
        <translation>Sperren &amp;nach Untätigkeit von</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Not known. Please register at the door desk.</source>
        <translation>Nicht bekannt. Bitte lassen Sie sich am Empfang registrieren.</translation>
    </message>
    <message>
        <source>Not sure who you are. Please look straight into the camera.</source>
        <translation>Nicht sicher, wer Sie sind. Bitte schauen Sie gerade in die Kamera.</translation>
    </message>
    <message>
        <source>Please put on your mask.</source>
        <translation>Bitte setzen Sie Ihre Maske auf.</translation>
    </message>
    <message>
        <source>Please pull your mask over your nose.</source>
        <translation>Bitte ziehen Sie die Maske über die Nase.</translation>
    </message>
    <message>
        <source>Please take your mask off.</source>
        <translation>Bitte nehmen Sie Ihre Maske ab.</translation>
    </message>
    <message>
        <source>Please enter your PIN.</source>
        <translation>Bitte geben Sie Ihre PIN ein.</translation>
    </message>
    <message>
        <source>This PIN is wrong.</source>
        <translation>Diese PIN ist falsch.</translation>
    </message>
    <message>
        <source>This door asks for a PIN and you have none. Please ask at the door desk.</source>
        <translation>Diese Tür verlangt eine PIN und Sie haben keine. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>Your access is blocked. Please ask at the door desk.</source>
        <translation>Ihr Zutritt ist gesperrt. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>You are not registered for this door. Please ask at the door desk.</source>
        <translation>Sie sind für diese Tür nicht zugelassen. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>The door has just opened for you.</source>
        <translation>Die Tür hat eben für Sie geöffnet.</translation>
    </message>
    <message>
        <source>Please come closer.</source>
        <translation>Bitte kommen Sie näher.</translation>
    </message>
    <message>
        <source>More light on the face, please.</source>
        <translation>Bitte mehr Licht auf das Gesicht.</translation>
    </message>
    <message>
        <source>Less light on the face, please.</source>
        <translation>Bitte weniger Licht auf das Gesicht.</translation>
    </message>
    <message>
        <source>Please hold still.</source>
        <translation>Bitte stillhalten.</translation>
    </message>
    <message>
        <source>Please look into the camera.</source>
        <translation>Bitte schauen Sie in die Kamera.</translation>
    </message>
    <message>
        <source>Please look straight into the camera.</source>
        <translation>Bitte schauen Sie gerade in die Kamera.</translation>
    </message>
    <message>
        <source>Please step into the middle of the picture.</source>
        <translation>Bitte treten Sie in die Mitte des Bildes.</translation>
    </message>
    <message>
        <source>Please turn your head to the left.</source>
        <translation>Bitte drehen Sie den Kopf nach links.</translation>
    </message>
    <message>
        <source>Please turn your head to the right.</source>
        <translation>Bitte drehen Sie den Kopf nach rechts.</translation>
    </message>
    <message>
        <source>This looks like a picture of a person. Please step away and come again yourself.</source>
        <translation>Das sieht aus wie das Bild eines Menschen. Bitte treten Sie zurück und kommen Sie selbst noch einmal.</translation>
    </message>
    <message>
        <source>You did not turn as asked. Please step away and come again.</source>
        <translation>Sie haben sich nicht wie verlangt gedreht. Bitte treten Sie zurück und kommen Sie noch einmal.</translation>
    </message>
    <message>
        <source>No turn of the head was seen in time. Please step away and come again.</source>
        <translation>Es war rechtzeitig keine Kopfdrehung zu sehen. Bitte treten Sie zurück und kommen Sie noch einmal.</translation>
    </message>
    <message>
        <source>the camera delivers no depth</source>
        <translation>die Kamera liefert keine Tiefe</translation>
    </message>
    <message>
        <source>Please look into the camera, one person at a time.</source>
        <translation>Bitte schauen Sie in die Kamera, immer nur eine Person.</translation>
    </message>
    <message>
        <source>You are no longer seen.</source>
        <translation>Sie sind nicht mehr zu sehen.</translation>
    </message>
    <message>
        <source>You are no longer recognised.</source>
        <translation>Sie werden nicht mehr erkannt.</translation>
    </message>
    <message>
        <source>Please look into the camera and enter the PIN again.</source>
        <translation>Bitte schauen Sie in die Kamera und geben Sie die PIN noch einmal ein.</translation>
    </message>
    <message>
        <source>Your PIN is still being compared.</source>
        <translation>Ihre PIN wird noch verglichen.</translation>
    </message>
    <message>
        <source>Please wait for the answer.</source>
        <translation>Bitte warten Sie auf die Antwort.</translation>
    </message>
    <message>
        <source>Recognition has ended.</source>
        <translation>Die Erkennung ist beendet.</translation>
    </message>
    <message>
        <source>Start the program again.</source>
        <translation>Starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Is it plugged in, and free?</source>
        <translation>Ist sie angeschlossen und frei?</translation>
    </message>
    <message>
        <source>Come again.</source>
        <translation>Kommen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Check the relay.</source>
        <translation>Prüfen Sie das Relais.</translation>
    </message>
    <message>
        <source>Check cable and port.</source>
        <translation>Prüfen Sie Kabel und Anschluss.</translation>
    </message>
    <message>
        <source>Check the cable.</source>
        <translation>Prüfen Sie das Kabel.</translation>
    </message>
    <message>
        <source>Load StandardFirmata onto the board, or choose another port.</source>
        <translation>Laden Sie StandardFirmata auf die Platine oder wählen Sie einen anderen Anschluss.</translation>
    </message>
    <message>
        <source>The door is opened by hand for a reason only.</source>
        <translation>Von Hand wird die Tür nur mit Grund geöffnet.</translation>
    </message>
    <message>
        <source>Write it as &quot;mon-fri 08:00-18:00&quot; or &quot;sat,sun 22:00-02:00&quot;.</source>
        <translation>Schreiben Sie es als „mon-fri 08:00-18:00“ oder „sat,sun 22:00-02:00“.</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>In diesem Foto wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>Show the whole face, from the front.</source>
        <translation>Zeigen Sie das ganze Gesicht von vorn.</translation>
    </message>
    <message>
        <source>Take the photo with one person only.</source>
        <translation>Nehmen Sie das Foto mit nur einer Person auf.</translation>
    </message>
    <message>
        <source>The face is covered.</source>
        <translation>Das Gesicht ist bedeckt.</translation>
    </message>
    <message>
        <source>No mask is seen.</source>
        <translation>Es ist keine Maske zu sehen.</translation>
    </message>
    <message>
        <source>Please take the mask off.</source>
        <translation>Bitte nehmen Sie die Maske ab.</translation>
    </message>
    <message>
        <source>Please put the mask on.</source>
        <translation>Bitte setzen Sie die Maske auf.</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>light</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>pose</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>Anschnitt</translation>
    </message>
    <message>
        <source>The mask leaves nose or mouth free.</source>
        <translation>Die Maske lässt Nase oder Mund frei.</translation>
    </message>
    <message>
        <source>Pull it over the nose, or take it off.</source>
        <translation>Ziehen Sie sie über die Nase oder nehmen Sie sie ab.</translation>
    </message>
    <message>
        <source>This is nearly the same photo as one already taken.</source>
        <translation>Dieses Foto gleicht fast einem schon aufgenommenen.</translation>
    </message>
    <message>
        <source>Turn the head a little.</source>
        <translation>Drehen Sie den Kopf ein wenig.</translation>
    </message>
    <message>
        <source>This photo seems to show another person.</source>
        <translation>Dieses Foto scheint eine andere Person zu zeigen.</translation>
    </message>
    <message>
        <source>Use photos of one person.</source>
        <translation>Verwenden Sie Fotos einer einzigen Person.</translation>
    </message>
    <message>
        <source>bare</source>
        <translation>ohne Maske</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>mit Maske</translation>
    </message>
    <message>
        <source>The person has no name.</source>
        <translation>Die Person hat keinen Namen.</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>Add at least one photo without a mask.</source>
        <translation>Fügen Sie mindestens ein Foto ohne Maske hinzu.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Export the picture again.</source>
        <translation>Exportieren Sie das Bild noch einmal.</translation>
    </message>
    <message>
        <source>Save it smaller.</source>
        <translation>Speichern Sie es kleiner.</translation>
    </message>
    <message>
        <source>This is the person&apos;s only photo without a mask.</source>
        <translation>Das ist das einzige Foto der Person ohne Maske.</translation>
    </message>
    <message>
        <source>Add another one first.</source>
        <translation>Fügen Sie erst ein anderes hinzu.</translation>
    </message>
    <message>
        <source>Choose a visit of somebody known.</source>
        <translation>Wählen Sie den Besuch einer bekannten Person.</translation>
    </message>
    <message>
        <source>If it is, register a new photo at the desk.</source>
        <translation>Ist die Person es doch, nehmen Sie am Empfang ein neues Foto auf.</translation>
    </message>
    <message>
        <source>Choose another visit.</source>
        <translation>Wählen Sie einen anderen Besuch.</translation>
    </message>
    <message>
        <source>Check the folder, its permissions and space.</source>
        <translation>Prüfen Sie den Ordner, seine Rechte und den freien Platz.</translation>
    </message>
    <message>
        <source>Narrow the filter, or export as CSV.</source>
        <translation>Engen Sie den Filter ein oder exportieren Sie als CSV.</translation>
    </message>
    <message>
        <source>Calibrate it again.</source>
        <translation>Kalibrieren Sie es neu.</translation>
    </message>
    <message>
        <source>Only pairs that `gatekeeper models calibrate` names can be confirmed.</source>
        <translation>Bestätigt werden nur Paare, die `gatekeeper models calibrate` nennt.</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess.</source>
        <translation>Diese PIN ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>The stored secret is damaged.</source>
        <translation>Das gespeicherte Geheimnis ist beschädigt.</translation>
    </message>
    <message>
        <source>Set it again.</source>
        <translation>Setzen Sie es neu.</translation>
    </message>
    <message>
        <source>The name or the password is wrong.</source>
        <translation>Name oder Passwort ist falsch.</translation>
    </message>
    <message>
        <source>After five wrong tries there is a pause.</source>
        <translation>Nach fünf falschen Versuchen gibt es eine Pause.</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>Dieses Passwort ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The first account must be an administrator&apos;s.</source>
        <translation>Das erste Konto muss das eines Administrators sein.</translation>
    </message>
    <message>
        <source>Choose that role.</source>
        <translation>Wählen Sie diese Rolle.</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Melden Sie sich erst an.</translation>
    </message>
    <message>
        <source>Ask an administrator.</source>
        <translation>Fragen Sie einen Administrator.</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>see the door and the log</source>
        <translation>Tür und Protokoll ansehen</translation>
    </message>
    <message>
        <source>open a door by hand</source>
        <translation>eine Tür von Hand öffnen</translation>
    </message>
    <message>
        <source>register and change people</source>
        <translation>Personen registrieren und ändern</translation>
    </message>
    <message>
        <source>correct the log and export it</source>
        <translation>das Protokoll berichtigen und exportieren</translation>
    </message>
    <message>
        <source>change settings, models, retention and operators</source>
        <translation>Einstellungen, Modelle, Aufbewahrung und Bediener ändern</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registriert</translation>
    </message>
    <message>
        <source>add photos</source>
        <translation>Fotos hinzugefügt</translation>
    </message>
    <message>
        <source>person renamed</source>
        <translation>Person umbenannt</translation>
    </message>
    <message>
        <source>person blocked</source>
        <translation>Person gesperrt</translation>
    </message>
    <message>
        <source>person unblocked</source>
        <translation>Person entsperrt</translation>
    </message>
    <message>
        <source>person&apos;s groups changed</source>
        <translation>Gruppen geändert</translation>
    </message>
    <message>
        <source>person&apos;s validity changed</source>
        <translation>Gültigkeit geändert</translation>
    </message>
    <message>
        <source>person erased</source>
        <translation>Person gelöscht</translation>
    </message>
    <message>
        <source>person removed</source>
        <translation>Person entfernt</translation>
    </message>
    <message>
        <source>photo added</source>
        <translation>Foto hinzugefügt</translation>
    </message>
    <message>
        <source>photo removed</source>
        <translation>Foto entfernt</translation>
    </message>
    <message>
        <source>photo restored</source>
        <translation>Foto zurückgeholt</translation>
    </message>
    <message>
        <source>PIN set</source>
        <translation>PIN gesetzt</translation>
    </message>
    <message>
        <source>PIN cleared</source>
        <translation>PIN entfernt</translation>
    </message>
    <message>
        <source>not this person</source>
        <translation>nicht diese Person</translation>
    </message>
    <message>
        <source>not this person: undone</source>
        <translation>nicht diese Person: zurückgenommen</translation>
    </message>
    <message>
        <source>visit added as photo</source>
        <translation>Besuch als Foto übernommen</translation>
    </message>
    <message>
        <source>visit added as photo: undone</source>
        <translation>Besuch als Foto hinzugefügt: zurückgenommen</translation>
    </message>
    <message>
        <source>door&apos;s rule changed</source>
        <translation>Regel der Tür geändert</translation>
    </message>
    <message>
        <source>schedule changed</source>
        <translation>Zeitplan geändert</translation>
    </message>
    <message>
        <source>schedule removed</source>
        <translation>Zeitplan gelöscht</translation>
    </message>
    <message>
        <source>gone model forgotten</source>
        <translation>Daten eines fehlenden Modells gelöscht</translation>
    </message>
    <message>
        <source>log exported</source>
        <translation>Protokoll exportiert</translation>
    </message>
    <message>
        <source>key rotated</source>
        <translation>Schlüssel gewechselt</translation>
    </message>
    <message>
        <source>key locked with a passphrase</source>
        <translation>Schlüssel mit einer Passphrase gesichert</translation>
    </message>
    <message>
        <source>key unlocked</source>
        <translation>Passphrase des Schlüssels aufgehoben</translation>
    </message>
    <message>
        <source>backup made</source>
        <translation>Sicherung erstellt</translation>
    </message>
    <message>
        <source>backup restored</source>
        <translation>Sicherung eingespielt</translation>
    </message>
    <message>
        <source>checkpoint of the log exported</source>
        <translation>Prüfpunkt des Protokolls exportiert</translation>
    </message>
    <message>
        <source>proof of the log exported</source>
        <translation>Nachweis des Protokolls exportiert</translation>
    </message>
    <message>
        <source>seed of the log taken away</source>
        <translation>Startschlüssel des Protokolls entnommen</translation>
    </message>
    <message>
        <source>log resumed after a loss</source>
        <translation>Protokoll nach einem Verlust fortgesetzt</translation>
    </message>
    <message>
        <source>sign-in failed</source>
        <translation>Anmeldung fehlgeschlagen</translation>
    </message>
    <message>
        <source>old events deleted</source>
        <translation>alte Ereignisse gelöscht</translation>
    </message>
    <message>
        <source>model added</source>
        <translation>Modell hinzugefügt</translation>
    </message>
    <message>
        <source>model activated</source>
        <translation>Modell aktiviert</translation>
    </message>
    <message>
        <source>liveness accepted</source>
        <translation>Lebenderkennung anerkannt</translation>
    </message>
    <message>
        <source>operator added</source>
        <translation>Bediener hinzugefügt</translation>
    </message>
    <message>
        <source>operator removed</source>
        <translation>Bediener entfernt</translation>
    </message>
    <message>
        <source>operator&apos;s password changed</source>
        <translation>Passwort eines Bedieners geändert</translation>
    </message>
    <message>
        <source>operator&apos;s role changed</source>
        <translation>Rolle eines Bedieners geändert</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>angemeldet</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>watches the door</source>
        <translation>überwacht die Tür</translation>
    </message>
    <message>
        <source>smallest face</source>
        <translation>kleinstes Gesicht</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>Relais</translation>
    </message>
    <message>
        <source>who may come in</source>
        <translation>wer hereindarf</translation>
    </message>
    <message>
        <source>stays open</source>
        <translation>bleibt offen</translation>
    </message>
    <message>
        <source>not again within</source>
        <translation>nicht noch einmal innerhalb von</translation>
    </message>
    <message>
        <source>may stand open for</source>
        <translation>darf offen stehen</translation>
    </message>
    <message>
        <source>time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>photo protection</source>
        <translation>Schutz vor Fotos</translation>
    </message>
    <message>
        <source>PIN besides the face</source>
        <translation>PIN zusätzlich zum Gesicht</translation>
    </message>
    <message>
        <source>language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>false accepts</source>
        <translation>Falschakzeptanzen</translation>
    </message>
    <message>
        <source>people at most, whatever the model was tested with</source>
        <translation>höchstens so viele Personen, unabhängig vom Test des Modells</translation>
    </message>
    <message>
        <source>lead over the next person</source>
        <translation>Vorsprung vor der nächsten Person</translation>
    </message>
    <message>
        <source>networks run on</source>
        <translation>Netze rechnen auf</translation>
    </message>
    <message>
        <source>whichever is faster</source>
        <translation>dem, was schneller ist</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>dem Prozessor</translation>
    </message>
    <message>
        <source>the graphics card</source>
        <translation>der Grafikkarte</translation>
    </message>
    <message>
        <source>Recognition runs on {where}.</source>
        <translation>Die Erkennung rechnet auf {where}.</translation>
    </message>
    <message>
        <source>the processor: {why}</source>
        <translation>dem Prozessor: {why}</translation>
    </message>
    <message>
        <source>the graphics card cannot be used: {why}</source>
        <translation>die Grafikkarte ist nicht verwendbar: {why}</translation>
    </message>
    <message>
        <source>the graphics card failed: {why}</source>
        <translation>die Grafikkarte ist ausgefallen: {why}</translation>
    </message>
    <message>
        <source>frames that must agree</source>
        <translation>übereinstimmende Bilder</translation>
    </message>
    <message>
        <source>out of the last</source>
        <translation>von den letzten</translation>
    </message>
    <message>
        <source>appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>locks when nobody used it for</source>
        <translation>sperrt bei Nichtbenutzung nach</translation>
    </message>
    <message>
        <source>events are kept</source>
        <translation>Ereignisse werden aufbewahrt</translation>
    </message>
    <message>
        <source>pictures in them are kept</source>
        <translation>Bilder darin werden aufbewahrt</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>doors</source>
        <translation>Türen</translation>
    </message>
    <message>
        <source>recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>retention</source>
        <translation>Aufbewahrung</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>both without a mask</source>
        <translation>beide ohne Maske</translation>
    </message>
    <message>
        <source>one with a mask</source>
        <translation>eines mit Maske</translation>
    </message>
    <message>
        <source>both with a mask</source>
        <translation>beide mit Maske</translation>
    </message>
    <message>
        <source>until photos are known to be kept out</source>
        <translation>bis Fotos nachweislich abgewiesen werden</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>may be worn</source>
        <translation>darf getragen werden</translation>
    </message>
    <message>
        <source>must be worn</source>
        <translation>muss getragen werden</translation>
    </message>
    <message>
        <source>must be taken off</source>
        <translation>muss abgenommen werden</translation>
    </message>
    <message>
        <source>passive check and head turn</source>
        <translation>passive Prüfung und Kopfdrehung</translation>
    </message>
    <message>
        <source>passive check</source>
        <translation>passive Prüfung</translation>
    </message>
    <message>
        <source>depth camera</source>
        <translation>Tiefenkamera</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light colours</source>
        <translation>helle Farben</translation>
    </message>
    <message>
        <source>dark colours</source>
        <translation>dunkle Farben</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>the first one</source>
        <translation>die erste</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>settings changed</source>
        <translation>Einstellungen geändert</translation>
    </message>
    <message>
        <source>calibration accepted</source>
        <translation>Kalibrierung übernommen</translation>
    </message>
    <message>
        <source>calibration reset</source>
        <translation>Kalibrierung zurückgesetzt</translation>
    </message>
    <message>
        <source>model installed</source>
        <translation>Modell installiert</translation>
    </message>
    <message>
        <source>look-alikes confirmed</source>
        <translation>Ähnlichkeit bestätigt</translation>
    </message>
    <message>
        <source>look-alikes taken back</source>
        <translation>Ähnlichkeit zurückgenommen</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>abgemeldet</translation>
    </message>
    <message>
        <source>audit trail exported</source>
        <translation>Protokoll exportiert</translation>
    </message>
    <message>
        <source>the demo, without a password</source>
        <translation>die Demo, ohne Passwort</translation>
    </message>
    <message>
        <source>the program itself</source>
        <translation>das Programm selbst</translation>
    </message>
    <message>
        <source>See `gatekeeper log list`.</source>
        <translation>Siehe `gatekeeper log list`.</translation>
    </message>
    <message>
        <source>key exported</source>
        <translation>Schlüssel exportiert</translation>
    </message>
    <message>
        <source>The camera refuses the user name or the password.</source>
        <translation>Die Kamera lehnt Benutzername oder Passwort ab.</translation>
    </message>
    <message>
        <source>The camera delivers no colour pictures.</source>
        <translation>Die Kamera liefert keine Farbbilder.</translation>
    </message>
    <message>
        <source>The process that reads the camera has ended.</source>
        <translation>Der Prozess, der die Kamera liest, wurde beendet.</translation>
    </message>
    <message>
        <source>Use a number (0 is the first camera), a device&apos;s path, rtsp://…, realsense, a video file or a folder.</source>
        <translation>Geben Sie eine Nummer an (0 ist die erste Kamera), den Pfad eines Geräts, rtsp://…, realsense, eine Videodatei oder einen Ordner.</translation>
    </message>
    <message>
        <source>Write it as rtsp://HOST:PORT/PATH.</source>
        <translation>Schreiben Sie sie als rtsp://HOST:PORT/PFAD.</translation>
    </message>
    <message>
        <source>Write it as rtsp://HOST/PATH.</source>
        <translation>Schreiben Sie sie als rtsp://HOST/PFAD.</translation>
    </message>
    <message>
        <source>In a user name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a space as %20.</source>
        <translation>Schreiben Sie in Benutzername und Passwort @ als %40, : als %3A, / als %2F, ? als %3F, # als %23, % als %25 und ein Leerzeichen als %20.</translation>
    </message>
    <message>
        <source>Convert it to JPEG.</source>
        <translation>Wandeln Sie es in JPEG um.</translation>
    </message>
    <message>
        <source>It belongs to the system.</source>
        <translation>Gehört zum System.</translation>
    </message>
    <message>
        <source>It is a link that leads out of the folder.</source>
        <translation>Eine Verknüpfung, die aus dem Ordner hinausführt.</translation>
    </message>
    <message>
        <source>It is a link to another folder.</source>
        <translation>Eine Verknüpfung mit einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Files of this kind are not read. A picture can be converted to JPEG.</source>
        <translation>Dateien dieser Art werden nicht gelesen. Ein Bild lässt sich in JPEG umwandeln.</translation>
    </message>
    <message>
        <source>Please come closer and hold still.</source>
        <translation>Bitte kommen Sie näher und halten Sie still.</translation>
    </message>
    <message>
        <source>Only folders of people and people.csv are read here.</source>
        <translation>Hier werden nur Ordner von Personen und people.csv gelesen.</translation>
    </message>
    <message>
        <source>Remove one of the lines.</source>
        <translation>Entfernen Sie eine der Zeilen.</translation>
    </message>
    <message>
        <source>Write it as 2026-01-31 or 2026-01-31T08:00.</source>
        <translation>Schreiben Sie 2026-01-31 oder 2026-01-31T08:00.</translation>
    </message>
    <message>
        <source>Give a time in the past.</source>
        <translation>Geben Sie einen Zeitpunkt in der Vergangenheit an.</translation>
    </message>
    <message>
        <source>Please report it.</source>
        <translation>Bitte melden Sie es.</translation>
    </message>
    <message>
        <source>Finds eyes, nose and mouth</source>
        <translation>Findet Augen, Nase und Mund</translation>
    </message>
    <message>
        <source>Turns a face into numbers that are alike for pictures of one person. The door knows people by it, with and without a mask.</source>
        <translation>Macht aus einem Gesicht Zahlen, die sich bei Bildern derselben Person gleichen. Daran erkennt die Tür Personen, mit und ohne Maske.</translation>
    </message>
    <message>
        <source>Tells whether a face is bare, wears a mask, or wears it wrongly, so that it is compared with the right photos and the door&apos;s rule about masks can be kept.</source>
        <translation>Sagt, ob ein Gesicht keine Maske trägt, eine trägt oder sie falsch trägt, damit es mit den richtigen Fotos verglichen und die Maskenregel der Tür eingehalten wird.</translation>
    </message>
    <message>
        <source>Finds eyes, nose and the corners of the mouth, also below a mask, so that every face is brought into the same position before it is compared.</source>
        <translation>Findet Augen, Nase und Mundwinkel, auch unter einer Maske, damit jedes Gesicht vor dem Vergleich gleich ausgerichtet wird.</translation>
    </message>
    <message>
        <source>Tells living faces from photos and screens held before the camera, by a few pictures and without asking for anything.</source>
        <translation>Unterscheidet lebende Gesichter von Fotos und Bildschirmen vor der Kamera, anhand weniger Bilder und ohne etwas zu verlangen.</translation>
    </message>
    <message>
        <source>75 people with real masks, on close web pictures</source>
        <translation>75 Personen mit echten Masken auf nahen Bildern aus dem Netz</translation>
    </message>
    <message>
        <source>Faces cut from web pictures, with and without real masks</source>
        <translation>Gesichter aus Bildern aus dem Netz, mit und ohne echte Maske</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>keine Maske</translation>
    </message>
    <message>
        <source>mask worn wrongly</source>
        <translation>Maske falsch getragen</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Nose</source>
        <translation>Nase</translation>
    </message>
    <message>
        <source>Corners of the mouth</source>
        <translation>Mundwinkel</translation>
    </message>
    <message>
        <source>Living people</source>
        <translation>Lebende Personen</translation>
    </message>
    <message>
        <source>Photo prints</source>
        <translation>Fotoabzüge</translation>
    </message>
    <message>
        <source>Photos on paper, rendered</source>
        <translation>Fotos auf Papier, simuliert</translation>
    </message>
    <message>
        <source>Photos on a phone</source>
        <translation>Fotos auf einem Telefon</translation>
    </message>
    <message>
        <source>Photos on a screen</source>
        <translation>Fotos auf einem Bildschirm</translation>
    </message>
    <message>
        <source>Living people, refused</source>
        <translation>Lebende Personen, abgewiesen</translation>
    </message>
    <message>
        <source>Not stated.</source>
        <translation>Nicht angegeben.</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Pictures compared</source>
        <translation>Verglichene Bilder</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>How well it tells people apart</source>
        <translation>Wie gut es Personen unterscheidet</translation>
    </message>
    <message>
        <source>Recognised, at 1 false accept in 100</source>
        <translation>Erkannt, bei 1 Falschakzeptanz von 100</translation>
    </message>
    <message>
        <source>in 1,000</source>
        <translation>von 1.000</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Finding one of many people by a face with a mask</source>
        <translation>Eine von vielen Personen an einem Gesicht mit Maske finden</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Mask or none</source>
        <translation>Maske oder keine</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Presentations</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Your pictures</source>
        <translation>Ihre Bilder</translation>
    </message>
    <message>
        <source>Measured on faces of its own training set that were set aside.</source>
        <translation>Gemessen an zurückgehaltenen Gesichtern seiner eigenen Trainingsmenge.</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>Flat pictures</source>
        <translation>Flache Bilder</translation>
    </message>
    <message>
        <source>Bent or folded pictures</source>
        <translation>Gebogene oder gefaltete Bilder</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Besteht</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Rendered, not filmed.</source>
        <translation>Berechnet, nicht gefilmt.</translation>
    </message>
    <message>
        <source>Photos recognised</source>
        <translation>Erkannte Fotos</translation>
    </message>
    <message>
        <source>Your own people</source>
        <translation>Ihre eigenen Leute</translation>
    </message>
    <message>
        <source>Measured here</source>
        <translation>Hier gemessen</translation>
    </message>
    <message>
        <source>The new model is at least as good as the present one.</source>
        <translation>Das neue Modell ist mindestens so gut wie das jetzige.</translation>
    </message>
    <message>
        <source>By its card the new model is not as good as the present one. Too few people are registered to measure it here.</source>
        <translation>Laut seiner Karte ist das neue Modell nicht so gut wie das jetzige. Um es hier zu messen, sind zu wenige Personen registriert.</translation>
    </message>
    <message>
        <source>The new model is not as good as the present one.</source>
        <translation>Das neue Modell ist nicht so gut wie das jetzige.</translation>
    </message>
    <message>
        <source>Give each its own name.</source>
        <translation>Geben Sie jeder einen eigenen Namen.</translation>
    </message>
    <message>
        <source>0 is the first camera.</source>
        <translation>0 ist die erste Kamera.</translation>
    </message>
    <message>
        <source>Write it as Europe/Vienna.</source>
        <translation>Schreiben Sie sie wie Europe/Vienna.</translation>
    </message>
    <message>
        <source>Landmarks of masked faces</source>
        <translation>Merkmale maskierter Gesichter</translation>
    </message>
    <message>
        <source>MIT: O-Net&apos;s weights come from facenet-pytorch (MIT); trained on without commercial restriction of our own. The pictures it was trained on (UTKFace, CelebA) are for research: ask before commercial use.</source>
        <translation>MIT: Die Gewichte von O-Net stammen aus facenet-pytorch (MIT) und wurden ohne eigene kommerzielle Einschränkung weiter trainiert. Die Trainingsbilder (UTKFace, CelebA) sind für die Forschung: Fragen Sie vor kommerzieller Nutzung.</translation>
    </message>
    <message>
        <source>UTKFace (12,000 faces) and CelebA (6,274 faces of 299 people), each bare and with three simulated masks</source>
        <translation>UTKFace (12.000 Gesichter) und CelebA (6.274 Gesichter von 299 Personen), jeweils ohne und mit drei simulierten Masken</translation>
    </message>
    <message>
        <source>On close web pictures of really masked faces the second look alone does worse than the first; the door takes the middle of both.</source>
        <translation>Auf nahen Bildern aus dem Netz mit echten Masken ist der zweite Blick allein schlechter als der erste; die Tür nimmt die Mitte von beiden.</translation>
    </message>
    <message>
        <source>Alive or a picture</source>
        <translation>Lebend oder ein Bild</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Trained on 5,855 face crops from the web, really bare or masked, and 2,999 faces of UTKFace and CelebA, each bare, with two simulated masks and with two worn wrongly (simulated: below the nose, on or under the chin). No picture is shipped.</source>
        <translation>Trainiert mit 5.855 Gesichtern aus dem Netz, wirklich ohne oder mit Maske, und 2.999 Gesichtern aus UTKFace und CelebA, jeweils ohne, mit zwei simulierten und mit zwei falsch getragenen Masken (simuliert: unter der Nase, am oder unter dem Kinn). Es wird kein Bild mitgeliefert.</translation>
    </message>
    <message>
        <source>Masks worn wrongly are known from simulated ones alone; 8 of 10 of these are named, the others taken for none or for a mask. Profiles, and chins cut off by the picture&apos;s edge, are now and then taken for masks. Many of the web crops are variants of one picture, so what is held out by picture is not new in every sense.</source>
        <translation>Falsch getragene Masken kennt es nur von simulierten; 8 von 10 davon werden erkannt, die anderen für keine oder für eine Maske gehalten. Profile und vom Bildrand abgeschnittene Kinne werden gelegentlich für Masken gehalten. Viele der Bilder aus dem Netz sind Varianten eines Bildes; zurückgehaltene Bilder sind also nicht in jedem Sinn neu.</translation>
    </message>
    <message>
        <source>turned by</source>
        <translation>gedreht um</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Choose another port, or end that program.</source>
        <translation>Wählen Sie einen anderen Anschluss, oder beenden Sie jenes Programm.</translation>
    </message>
    <message>
        <source>The relay is not open yet.</source>
        <translation>Das Relais ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>Please wait a moment.</source>
        <translation>Bitte warten Sie einen Moment.</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>einem anderen Programm</translation>
    </message>
    <message>
        <source>A face network for faces with and without a mask</source>
        <translation>Ein Gesichtsnetz für Gesichter mit und ohne Maske</translation>
    </message>
    <message>
        <source>Knows people with a mask on much better when photos with a mask were registered as well. Knows people less well who look unlike the mostly western faces it learnt from. Its thresholds come from public photographs: calibrate at the site. Glasses and caps on top of a mask leave little to know anybody by.</source>
        <translation>Erkennt Personen mit Maske viel besser, wenn auch Fotos mit Maske registriert wurden. Erkennt Personen schlechter, die anders aussehen als die überwiegend westlichen Gesichter, an denen es gelernt hat. Die Schwellen stammen von öffentlichen Fotos: Kalibrieren Sie vor Ort. Brille und Mütze zusätzlich zur Maske lassen wenig übrig, woran man jemanden erkennen könnte.</translation>
    </message>
    <message>
        <source>Registered people at the door</source>
        <translation>Registrierte Personen an der Tür</translation>
    </message>
    <message>
        <source>Strangers at the door</source>
        <translation>Fremde an der Tür</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Eingelassen</translation>
    </message>
    <message>
        <source>Let in wrongly</source>
        <translation>Fälschlich eingelassen</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Besuche</translation>
    </message>
    <message>
        <source>Known by three photos without a mask and two with one.</source>
        <translation>Bekannt durch drei Fotos ohne Maske und zwei mit Maske.</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>Gesicht</translation>
    </message>
    <message>
        <source>consent recorded</source>
        <translation>Einwilligung eingetragen</translation>
    </message>
    <message>
        <source>End that program. This one wipes it out as soon as it can, and at its next start.</source>
        <translation>Beenden Sie dieses Programm. Das Gelöschte wird entfernt, sobald es möglich ist, spätestens beim nächsten Start.</translation>
    </message>
    <message>
        <source>Screens, where it was trained without any</source>
        <translation>Bildschirme, ohne solche im Training</translation>
    </message>
    <message>
        <source>Apache License 2.0, as the weights it began with (MiniFASNetV2 of Minivision&apos;s Silent-Face-Anti-Spoofing); changed by training. What those were trained on is not public. It was trained further on pictures of research sets (NUAA, CelebA) whose terms exclude commercial use of the pictures; whether that reaches weights is not settled everywhere: ask before you sell it.</source>
        <translation>Apache-Lizenz 2.0 wie die Gewichte, mit denen es begann (MiniFASNetV2 aus Silent-Face-Anti-Spoofing von Minivision); durch Training verändert. Womit diese trainiert wurden, ist nicht öffentlich. Weiter trainiert wurde es mit Bildern aus Forschungssammlungen (NUAA, CelebA), deren Bedingungen eine kommerzielle Nutzung der Bilder ausschließen; ob das auch für Gewichte gilt, ist nicht überall geklärt: Fragen Sie nach, bevor Sie es verkaufen.</translation>
    </message>
    <message>
        <source>Begun with MiniFASNetV2 (private data, not stated). Then NUAA photograph imposter database: 480 webcam frames of 6 people and of photos of them; portraits of CelebA; attacks rendered from both. No picture of them is in the model&apos;s folder.</source>
        <translation>Begonnen mit MiniFASNetV2 (private Daten, nicht angegeben). Danach NUAA Photograph Imposter Database: 480 Webcam-Bilder von 6 Personen und von Fotos dieser Personen; Porträts aus CelebA; Angriffe, die aus beiden gerendert wurden. Kein Bild daraus liegt im Ordner des Modells.</translation>
    </message>
    <message>
        <source>Measured on six people of one laboratory and two webcams: measure it on your own site (gatekeeper models evaluate-liveness) before relying on it. Paper, phones and monitors were rendered, not filmed. Ask for a turn of the head as well where a filmed screen must not pass. A print folded or bent sharply around the nose passes some turns of the head, more of them where it shows a mask. Masks were simulated.</source>
        <translation>Gemessen an sechs Personen eines Labors und zwei Webcams: Messen Sie es an Ihrem eigenen Standort (gatekeeper models evaluate-liveness), bevor Sie sich darauf verlassen. Papier, Telefone und Bildschirme wurden gerendert, nicht gefilmt. Verlangen Sie zusätzlich eine Kopfdrehung, wo kein gefilmter Bildschirm durchkommen darf. Ein Ausdruck, der scharf um die Nase gefaltet oder gebogen ist, besteht manche Kopfdrehung, häufiger, wenn er eine Maske zeigt. Die Masken wurden simuliert.</translation>
    </message>
    <message>
        <source>No door board answered on {port} within {seconds:g} s.</source>
        <translation>An {port} hat innerhalb von {seconds:g} s keine Türplatine geantwortet.</translation>
    </message>
    <message>
        <source>Load gatekeeper&apos;s firmware onto the board, or choose another port.</source>
        <translation>Die Firmware von gatekeeper auf die Platine laden oder einen anderen Anschluss wählen.</translation>
    </message>
    <message>
        <source>The board on {port} does not answer.</source>
        <translation>Die Platine an {port} antwortet nicht.</translation>
    </message>
    <message>
        <source>Check cable and board.</source>
        <translation>Kabel und Platine prüfen.</translation>
    </message>
    <message>
        <source>The relay {relay} did not open.</source>
        <translation>Das Relais {relay} hat nicht geöffnet.</translation>
    </message>
    <message>
        <source>The relay {relay} did not lock.</source>
        <translation>Das Relais {relay} hat nicht verriegelt.</translation>
    </message>
    <message>
        <source>The relay {relay} does not answer: {error}</source>
        <translation>Das Relais {relay} antwortet nicht: {error}</translation>
    </message>
    <message>
        <source>Load the firmware of this version of gatekeeper onto the board.</source>
        <translation>Die Firmware dieser Version von gatekeeper auf die Platine laden.</translation>
    </message>
    <message>
        <source>door.relay is {value!r}.</source>
        <translation>door.relay ist {value!r}.</translation>
    </message>
    <message>
        <source>Its options are {options}.</source>
        <translation>Möglich sind hier die Optionen {options}.</translation>
    </message>
    <message>
        <source>It has no options.</source>
        <translation>Hier gibt es keine Optionen.</translation>
    </message>
    <message>
        <source>alarm must be another channel than the door&apos;s.</source>
        <translation>alarm muss ein anderer Kanal sein als der der Tür.</translation>
    </message>
    <message>
        <source>{option} takes no value here.</source>
        <translation>{option} steht hier ohne Wert.</translation>
    </message>
    <message>
        <source>{option} must be one of {numbers}.</source>
        <translation>{option} muss einer dieser Werte sein: {numbers}.</translation>
    </message>
    <message>
        <source>{option} must be 1 to {most}.</source>
        <translation>{option} muss zwischen 1 und {most} liegen.</translation>
    </message>
    <message>
        <source>The door&apos;s serial port {port} cannot be opened: {error}</source>
        <translation>Der serielle Anschluss {port} der Tür lässt sich nicht öffnen: {error}</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not answer: {error}</source>
        <translation>Der serielle Anschluss der Tür antwortet nicht: {error}</translation>
    </message>
    <message>
        <source>--admit and --everybody exclude each other.</source>
        <translation>--admit und --everybody schließen einander aus.</translation>
    </message>
    <message>
        <source>--admit {text!r} can mean several groups and schedules.</source>
        <translation>--admit {text!r} kann mehrere Gruppen und Zeitpläne bedeuten.</translation>
    </message>
    <message numerus="yes">
        <source>--device {device}: {n} graphics card(s) of NVIDIA with a driver found.</source>
        <translation>
            <numerusform>--device {device}: {n} Grafikkarte von NVIDIA mit Treiber gefunden.</numerusform>
            <numerusform>--device {device}: {n} Grafikkarten von NVIDIA mit Treiber gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>--rotate is {rotate}.</source>
        <translation>--rotate ist {rotate}.</translation>
    </message>
    <message>
        <source>--until {until!r} is before --since {since!r}.</source>
        <translation>--until {until!r} liegt vor --since {since!r}.</translation>
    </message>
    <message>
        <source>1 in {count:,}</source>
        <translation>1 von {count:,}</translation>
    </message>
    <message>
        <source>A crowd of vectors of length {mine} cannot be joined with one of {theirs}.</source>
        <translation>Vektoren der Länge {mine} lassen sich nicht mit solchen der Länge {theirs} zusammenfassen.</translation>
    </message>
    <message>
        <source>A face of shape {shape} and type {dtype} cannot be kept.</source>
        <translation>Ein Gesicht der Form {shape} und des Typs {dtype} kann nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>A frame is uint8 (H, W, 3), not {kind} {shape}.</source>
        <translation>Ein Einzelbild ist uint8 der Form (H, W, 3), nicht {kind} {shape}.</translation>
    </message>
    <message>
        <source>A newer gatekeeper, or another program, wrote it: use that one, or restore a backup.</source>
        <translation>Ein neueres gatekeeper oder ein anderes Programm hat das geschrieben: Verwenden Sie dieses, oder stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>A picture of the list is not usable: {why}</source>
        <translation>Ein Bild der Liste ist nicht brauchbar: {why}</translation>
    </message>
    <message>
        <source>A template of model {model} for photo {photo} is no unit vector (shape {shape}, length {length:.4g}).</source>
        <translation>Eine Vorlage des Modells {model} für Foto {photo} ist kein Einheitsvektor (Form {shape}, Länge {length:.4g}).</translation>
    </message>
    <message>
        <source>A value does not fit the database {path}: {cause}</source>
        <translation>Ein Wert passt nicht in die Datenbank {path}: {cause}</translation>
    </message>
    <message>
        <source>A vector of length {worst:.3g} is not a unit vector.</source>
        <translation>Ein Vektor der Länge {worst:.3g} ist kein Einheitsvektor.</translation>
    </message>
    <message>
        <source>Add rows of the missing kind.</source>
        <translation>Fügen Sie Zeilen der fehlenden Art hinzu.</translation>
    </message>
    <message>
        <source>Add the photos to {other}, or repeat with --allow-duplicate if they are two people.</source>
        <translation>Fügen Sie die Fotos zu {other} hinzu; sind es zwei Personen, registrieren Sie sie einzeln.</translation>
    </message>
    <message>
        <source>Align the faces first.</source>
        <translation>Richten Sie die Gesichter zuerst aus.</translation>
    </message>
    <message>
        <source>Among {size} people</source>
        <translation>Unter {size} Personen</translation>
    </message>
    <message>
        <source>An Excel sheet has room for {most:,} rows.</source>
        <translation>Ein Excel-Blatt fasst {most:,} Zeilen.</translation>
    </message>
    <message>
        <source>An embedder takes uint8 crops of shape (N, {crop_px}, {crop_px}, 3), not {dtype} {shape}.</source>
        <translation>Erwartet werden Ausschnitte in uint8 der Form (N, {crop_px}, {crop_px}, 3), nicht {dtype} {shape}.</translation>
    </message>
    <message>
        <source>Another program has {path} open.</source>
        <translation>Ein anderes Programm hat {path} geöffnet.</translation>
    </message>
    <message>
        <source>Both must come from the same model.</source>
        <translation>Beide müssen vom selben Modell stammen.</translation>
    </message>
    <message>
        <source>Cameras here: {known}.</source>
        <translation>Kameras hier: {known}.</translation>
    </message>
    <message>
        <source>Change it on its own first, or give the new one another name.</source>
        <translation>Ändern Sie ihn zuerst für sich, oder geben Sie dem neuen einen anderen Namen.</translation>
    </message>
    <message>
        <source>Check its permissions, and start again.</source>
        <translation>Prüfen Sie die Zugriffsrechte, und starten Sie neu.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie die Leserechte.</translation>
    </message>
    <message>
        <source>Check path and permissions.</source>
        <translation>Prüfen Sie Pfad und Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check that the folder exists and may be written to.</source>
        <translation>Prüfen Sie, ob es den Ordner gibt und darin geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Check the disk and its free space.</source>
        <translation>Prüfen Sie den Datenträger und seinen freien Platz.</translation>
    </message>
    <message>
        <source>Check the disks.</source>
        <translation>Prüfen Sie die Datenträger.</translation>
    </message>
    <message>
        <source>Check the folder and its permissions.</source>
        <translation>Prüfen Sie den Ordner und seine Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check the home folder (--home).</source>
        <translation>Prüfen Sie den Datenordner (--home).</translation>
    </message>
    <message>
        <source>Check who may read it, or move it away.</source>
        <translation>Prüfen Sie, wer sie lesen darf, oder verschieben Sie sie.</translation>
    </message>
    <message>
        <source>Choose 1e-2, 1e-3 or 1e-4, or calibrate the model.</source>
        <translation>Wählen Sie 1e-2, 1e-3 oder 1e-4, oder kalibrieren Sie das Modell.</translation>
    </message>
    <message>
        <source>Choose a newer event.</source>
        <translation>Wählen Sie ein neueres Ereignis.</translation>
    </message>
    <message>
        <source>Choose another name, or move the old one away.</source>
        <translation>Wählen Sie einen anderen Namen, oder verschieben Sie die alte.</translation>
    </message>
    <message>
        <source>Choose one of {words}.</source>
        <translation>Wählen Sie eines von: {words}.</translation>
    </message>
    <message>
        <source>Choose {least} to {most} digits.</source>
        <translation>Wählen Sie {least} bis {most} Ziffern.</translation>
    </message>
    <message>
        <source>Choose {least} to {most}.</source>
        <translation>Wählen Sie {least} bis {most}.</translation>
    </message>
    <message>
        <source>Close other programs that write to it.</source>
        <translation>Schließen Sie andere Programme, die hineinschreiben.</translation>
    </message>
    <message>
        <source>Code: MIT. Trained on VGGFace2, whose terms are for research: ask before commercial use.</source>
        <translation>Code: MIT. Trainiert mit VGGFace2, dessen Bedingungen für die Forschung gelten: Fragen Sie vor kommerzieller Nutzung.</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>Verbindung von der Gegenseite zurückgesetzt</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>Zeitüberschreitung der Verbindung</translation>
    </message>
    <message>
        <source>Correct the file, or move it away.</source>
        <translation>Berichtigen Sie die Datei, oder verschieben Sie sie.</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>Berichtigen Sie die Datei.</translation>
    </message>
    <message>
        <source>Correct the line: are its quotes closed?</source>
        <translation>Berichtigen Sie die Zeile: Sind ihre Anführungszeichen geschlossen?</translation>
    </message>
    <message>
        <source>Correct them in its address. {how}</source>
        <translation>Berichtigen Sie beides in ihrer Adresse. {how}</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Gerät oder Ressource belegt</translation>
    </message>
    <message>
        <source>Did you mean {names: / }?</source>
        <translation>Meinten Sie {names: / }?</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>Ordner nicht leer</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>Speicherkontingent überschritten</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Laden Sie sie noch einmal herunter.</translation>
    </message>
    <message>
        <source>Download it from {address}.</source>
        <translation>Laden Sie sie von {address} herunter.</translation>
    </message>
    <message>
        <source>Embed the photo again.</source>
        <translation>Lassen Sie das Foto neu auswerten.</translation>
    </message>
    <message>
        <source>End it first: the window, `gatekeeper run`, a service.</source>
        <translation>Beenden Sie es zuerst: das Fenster, `gatekeeper run`, einen Dienst.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Entry {number} of the log in {database} was not sealed by this program.</source>
        <translation>Eintrag {number} des Protokolls in {database} wurde nicht von diesem Programm versiegelt.</translation>
    </message>
    <message>
        <source>Event {event} names nobody.</source>
        <translation>Ereignis {event} nennt niemanden.</translation>
    </message>
    <message>
        <source>Nothing is exported as {file!r}.</source>
        <translation>Als {file!r} wird nichts exportiert.</translation>
    </message>
    <message>
        <source>Swap them.</source>
        <translation>Vertauschen Sie die beiden.</translation>
    </message>
    <message>
        <source>Export it again, or activate another: `gatekeeper models list`.</source>
        <translation>Exportieren Sie es noch einmal, oder aktivieren Sie ein anderes: `gatekeeper models list`.</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>Exportieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>Exportieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>Datei ist schon vorhanden</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>For a service, run once in the session of the user who made it: gatekeeper --home {home} key export {file}. {bring} Nothing was changed.</source>
        <translation>Für einen Dienst führen Sie einmal in der Sitzung des Benutzers, der sie angelegt hat, aus: gatekeeper --home {home} key export {file}. {bring} Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>Fr.</translation>
    </message>
    <message>
        <source>Give it one, for example UTC.</source>
        <translation>Geben Sie eine an, zum Beispiel UTC.</translation>
    </message>
    <message>
        <source>Give the group or the schedule another name.</source>
        <translation>Geben Sie der Gruppe oder dem Zeitplan einen anderen Namen.</translation>
    </message>
    <message>
        <source>Give the new one another name.</source>
        <translation>Geben Sie dem neuen einen anderen Namen.</translation>
    </message>
    <message>
        <source>If a newer gatekeeper has written this database, use that one.</source>
        <translation>Wenn ein neueres gatekeeper diese Datenbank geschrieben hat, verwenden Sie jenes.</translation>
    </message>
    <message>
        <source>If the database opens without it, delete it and rotate the key again.</source>
        <translation>Wenn sich die Datenbank ohne ihn öffnen lässt, löschen Sie ihn und wechseln Sie den Schlüssel noch einmal.</translation>
    </message>
    <message>
        <source>In the database {path}, row {row} of table {table} refers to a {other} row that is gone.</source>
        <translation>In der Datenbank {path} verweist Zeile {row} der Tabelle {table} auf eine Zeile von {other}, die es nicht mehr gibt.</translation>
    </message>
    <message>
        <source>InceptionResNetV1 trained on VGGFace2 (facenet-pytorch)</source>
        <translation>InceptionResNetV1, trainiert mit VGGFace2 (facenet-pytorch)</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Install a newer sqlcipher3: one with SQLite 3.51.3 or later.</source>
        <translation>Installieren Sie ein neueres sqlcipher3: eines mit SQLite 3.51.3 oder später.</translation>
    </message>
    <message>
        <source>Install gatekeeper again.</source>
        <translation>Installieren Sie gatekeeper neu.</translation>
    </message>
    <message>
        <source>Install gatekeeper[depth].</source>
        <translation>Installieren Sie gatekeeper[depth].</translation>
    </message>
    <message>
        <source>Install it: pip install gatekeeper[trainer]</source>
        <translation>Installieren Sie es: pip install gatekeeper[trainer]</translation>
    </message>
    <message>
        <source>Install the driver, or use --device cpu.</source>
        <translation>Installieren Sie den Treiber, oder verwenden Sie --device cpu.</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Ordner</translation>
    </message>
    <message>
        <source>Is it plugged into a USB 3 port, and free?</source>
        <translation>Steckt sie an einem USB-3-Anschluss, und ist sie frei?</translation>
    </message>
    <message>
        <source>It cannot be read: {why}.</source>
        <translation>Nicht lesbar: {why}.</translation>
    </message>
    <message>
        <source>It is not clear which door the PIN is for: {doors}.</source>
        <translation>Es ist nicht klar, für welche Tür die PIN ist: {doors}.</translation>
    </message>
    <message>
        <source>It must be &quot;simulated&quot;, &quot;board:PORT&quot; as &quot;board:/dev/ttyACM0&quot;, &quot;serial:PORT&quot;, &quot;lcus:PORT&quot;, &quot;shelly:HOST&quot;, &quot;tasmota:HOST&quot;, &quot;modbus-tcp:HOST&quot; or &quot;modbus-rtu:PORT&quot;.</source>
        <translation>Es muss „simulated“, „board:PORT“ wie „board:/dev/ttyACM0“, „serial:PORT“, „lcus:PORT“, „shelly:HOST“, „tasmota:HOST“, „modbus-tcp:HOST“ oder „modbus-rtu:PORT“ sein.</translation>
    </message>
    <message>
        <source>It must be 0, 90, 180 or 270.</source>
        <translation>Es muss 0, 90, 180 oder 270 sein.</translation>
    </message>
    <message>
        <source>It must be RGB uint8 (H, W, 3).</source>
        <translation>Es muss RGB in uint8 der Form (H, W, 3) sein.</translation>
    </message>
    <message>
        <source>It must be a SHA-256 in hexadecimal.</source>
        <translation>Sie muss eine SHA-256 in hexadezimaler Form sein.</translation>
    </message>
    <message>
        <source>It must be a number of {unit} from {least:g} to {most:g}.</source>
        <translation>Es muss eine Zahl zwischen {least:g} und {most:g} sein ({unit}).</translation>
    </message>
    <message>
        <source>It must be a text.</source>
        <translation>Es muss ein Text sein.</translation>
    </message>
    <message>
        <source>It must be a whole number of 1 to {most}.</source>
        <translation>Es muss eine ganze Zahl von 1 bis {most} sein.</translation>
    </message>
    <message>
        <source>It must be above 0 and below {most:g}: do not trust it.</source>
        <translation>Er muss über 0 und unter {most:g} liegen: Trauen Sie dem Modell nicht.</translation>
    </message>
    <message>
        <source>It must be one of {known}.</source>
        <translation>Möglich sind: {known}.</translation>
    </message>
    <message>
        <source>It must be {wanted}, as {example}.</source>
        <translation>Nötig ist {wanted}, zum Beispiel {example}.</translation>
    </message>
    <message>
        <source>It must be {wanted}.</source>
        <translation>Erlaubt ist: {wanted}.</translation>
    </message>
    <message>
        <source>It says under what name the keyring has the key. Restore it, or run: gatekeeper --home {home} key import FILE</source>
        <translation>Darin steht, unter welchem Namen der Schlüsselbund den Schlüssel hat. Stellen Sie sie wieder her, oder führen Sie aus: gatekeeper --home {home} key import FILE</translation>
    </message>
    <message>
        <source>Its driver failed: {error}</source>
        <translation>Ihr Treiber hat versagt: {error}</translation>
    </message>
    <message>
        <source>Its first line names the columns: {needed}.</source>
        <translation>Ihre erste Zeile nennt die Spalten: {needed}.</translation>
    </message>
    <message>
        <source>Keep 1 or more.</source>
        <translation>Behalten Sie mindestens 1.</translation>
    </message>
    <message>
        <source>Keep the home folder on a local disk.</source>
        <translation>Legen Sie den Datenordner auf einen lokalen Datenträger.</translation>
    </message>
    <message>
        <source>Known here: {known}.</source>
        <translation>Bekannt sind hier: {known}.</translation>
    </message>
    <message>
        <source>Liveness could not be checked ({trouble}). Please ask at the door desk.</source>
        <translation>Die Lebenderkennung war nicht möglich ({trouble}). Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>Liveness could not be checked in time. {remedy}</source>
        <translation>Lebenderkennung war nicht rechtzeitig möglich. {remedy}</translation>
    </message>
    <message>
        <source>Make room, or check who owns it.</source>
        <translation>Schaffen Sie Platz, oder prüfen Sie, wem sie gehört.</translation>
    </message>
    <message>
        <source>Measure it again.</source>
        <translation>Messen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Measured on: {pictures}.</source>
        <translation>Gemessen an: {pictures}.</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>Mo.</translation>
    </message>
    <message>
        <source>Move it away, and import again.</source>
        <translation>Verschieben Sie ihn, und importieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Give --events-days, --faces-days, or both.</source>
        <translation>Geben Sie --events-days, --faces-days oder beides an.</translation>
    </message>
    <message>
        <source>Give --pairs and --images, or --gallery, or --door.</source>
        <translation>Geben Sie --pairs und --images an, oder --gallery, oder --door.</translation>
    </message>
    <message>
        <source>Choose a file in an existing folder.</source>
        <translation>Nennen Sie eine Datei in einem vorhandenen Ordner.</translation>
    </message>
    <message>
        <source>Give a person&apos;s name and photos, or a folder with --from.</source>
        <translation>Nennen Sie eine Person und ihre Fotos, oder mit --from einen Ordner.</translation>
    </message>
    <message>
        <source>Name another one with --home.</source>
        <translation>Nennen Sie mit --home einen anderen.</translation>
    </message>
    <message>
        <source>Add one in config.toml, or give one with --camera.</source>
        <translation>Nennen Sie eine in config.toml oder mit --camera.</translation>
    </message>
    <message>
        <source>Give one of them.</source>
        <translation>Nennen Sie eines davon.</translation>
    </message>
    <message>
        <source>Name one of {doors}.</source>
        <translation>Nennen Sie eine von: {doors}.</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>Rechnername nicht gefunden</translation>
    </message>
    <message>
        <source>Give matching visits with --visits.</source>
        <translation>Geben Sie mit --visits dazu passende Besuche an.</translation>
    </message>
    <message>
        <source>Needed: NAME/bare, NAME/masked.</source>
        <translation>Nötig sind: NAME/bare, NAME/masked.</translation>
    </message>
    <message>
        <source>Needed: path,pair_path,same.</source>
        <translation>Nötig sind: path,pair_path,same.</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>Netzwerk nicht erreichbar</translation>
    </message>
    <message>
        <source>No RealSense can be opened: {error}</source>
        <translation>Keine RealSense lässt sich öffnen: {error}</translation>
    </message>
    <message>
        <source>No camera watches the door {door!r}.</source>
        <translation>Keine Kamera beobachtet die Tür {door!r}.</translation>
    </message>
    <message>
        <source>No photo was added to {person}.</source>
        <translation>Kein Foto wurde zu {person} hinzugefügt.</translation>
    </message>
    <message numerus="yes">
        <source>No picture for {n} second(s)</source>
        <translation>
            <numerusform>Seit {n} Sekunde kein Bild</numerusform>
            <numerusform>Seit {n} Sekunden kein Bild</numerusform>
        </translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>Kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>Gerät nicht vorhanden</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>Gerät oder Adresse nicht vorhanden</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>No window can be opened here: {why}.</source>
        <translation>Hier lässt sich kein Fenster öffnen: {why}.</translation>
    </message>
    <message>
        <source>Nobody is called {who!r}, and number {who} is {name}.</source>
        <translation>Niemand heißt {who!r}, und Nummer {who} ist {name}.</translation>
    </message>
    <message>
        <source>Nobody is signed in, and nobody may {right}.</source>
        <translation>Niemand ist angemeldet, und ohne Anmeldung geht das nicht: {right}.</translation>
    </message>
    <message>
        <source>The demo&apos;s visitors do not belong to other people.</source>
        <translation>Die Besucher der Vorführung gehören nicht zu anderen Personen.</translation>
    </message>
    <message>
        <source>None of the photos of {name} was accepted.</source>
        <translation>Keines der Fotos von {name} wurde genommen.</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Kein Ordner</translation>
    </message>
    <message>
        <source>Not measured on real people. Thresholds were measured on the fictional people of the demo: calibrate on your own before relying on them.</source>
        <translation>Nicht an wirklichen Menschen gemessen. Die Schwellen wurden an den erfundenen Personen der Vorführung gemessen: Kalibrieren Sie mit Ihren eigenen, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>Not trained for masks.</source>
        <translation>Nicht für Masken trainiert.</translation>
    </message>
    <message>
        <source>Not trained for masks. Thresholds were measured on the fictional people of the demo: calibrate on your own before relying on them.</source>
        <translation>Nicht für Masken trainiert. Die Schwellen wurden an den erfundenen Personen der Demo gemessen: Kalibrieren Sie mit Ihren eigenen, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>Es gibt nichts zu löschen.</translation>
    </message>
    <message>
        <source>Nothing that speaks Firmata answered on {port} within {seconds:g} s.</source>
        <translation>An {port} hat innerhalb von {seconds:g} s nichts geantwortet, das Firmata spricht.</translation>
    </message>
    <message>
        <source>--device {device}: {why}</source>
        <translation>--device {device}: {why}</translation>
    </message>
    <message>
        <source>--encoding goes with --from.</source>
        <translation>--encoding gehört zu --from.</translation>
    </message>
    <message>
        <source>--home names no folder.</source>
        <translation>--home nennt keinen Ordner.</translation>
    </message>
    <message>
        <source>--reset and --dry-run exclude each other.</source>
        <translation>--reset und --dry-run schließen einander aus.</translation>
    </message>
    <message>
        <source>--without-pin is --which no-pin, and --which is {which!r}.</source>
        <translation>--without-pin bedeutet --which no-pin, aber --which ist {which!r}.</translation>
    </message>
    <message>
        <source>--{option} goes with --export.</source>
        <translation>--{option} gehört zu --export.</translation>
    </message>
    <message>
        <source>Add --export FILE, or omit it.</source>
        <translation>Fügen Sie --export FILE hinzu, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Add --from FOLDER, or omit it.</source>
        <translation>Geben Sie --from ORDNER an, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Add it: gatekeeper groups add {name}. See which there are: gatekeeper groups list.</source>
        <translation>Legen Sie sie an: gatekeeper groups add {name}. Welche es gibt: gatekeeper groups list.</translation>
    </message>
    <message>
        <source>Add pairs of other people.</source>
        <translation>Fügen Sie Paare anderer Personen hinzu.</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>Die Adresse ist schon belegt</translation>
    </message>
    <message>
        <source>Apache License 2.0, as the weights it began with (SFace of OpenCV Zoo; Zhong et al., 2021); changed by training. It was trained further on pictures of research sets (UTKFace, CelebA and web pictures of masks) whose terms exclude commercial use of the pictures; whether that reaches weights is not settled everywhere: ask before you sell it.</source>
        <translation>Apache License 2.0, wie die Gewichte, mit denen es begann (SFace aus dem OpenCV Zoo; Zhong et al., 2021); durch Training verändert. Weiter trainiert wurde es mit Bildern aus Forschungssammlungen (UTKFace, CelebA und Bilder von Masken aus dem Netz), deren Bedingungen die kommerzielle Nutzung der Bilder ausschließen; ob das auch für Gewichte gilt, ist nicht überall geklärt: Fragen Sie nach, bevor Sie es verkaufen.</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>Die Gegenseite hat die Verbindung beendet</translation>
    </message>
    <message>
        <source>Cannot assign requested address</source>
        <translation>Diese Adresse hat der Rechner nicht</translation>
    </message>
    <message>
        <source>Check its disk and permissions.</source>
        <translation>Prüfen Sie Datenträger und Rechte.</translation>
    </message>
    <message>
        <source>Check its disk: is it full?</source>
        <translation>Prüfen Sie seine Platte: Ist sie voll?</translation>
    </message>
    <message>
        <source>Check its settings in config.toml, and the network.</source>
        <translation>Prüfen Sie die Einstellungen in config.toml und das Netzwerk.</translation>
    </message>
    <message>
        <source>Check the free space of its disk, and the user&apos;s rights there.</source>
        <translation>Prüfen Sie den freien Platz seiner Platte und die Rechte des Benutzers dort.</translation>
    </message>
    <message>
        <source>Check the host&apos;s name and this machine&apos;s network.</source>
        <translation>Prüfen Sie den Rechnernamen und das Netz dieses Rechners.</translation>
    </message>
    <message>
        <source>Check the permissions of {files:, }.</source>
        <translation>Prüfen Sie die Rechte von {files:, }.</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>Wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Choose a month from 0001-02 to 9999-11.</source>
        <translation>Wählen Sie einen Monat von 0001-02 bis 9999-11.</translation>
    </message>
    <message>
        <source>Choose another camera, or end that program.</source>
        <translation>Wählen Sie eine andere Kamera oder beenden Sie jenes Programm.</translation>
    </message>
    <message>
        <source>Choose another relay, or end that program.</source>
        <translation>Wählen Sie ein anderes Relais, oder beenden Sie jenes Programm.</translation>
    </message>
    <message>
        <source>Choose another service.socket in config.toml.</source>
        <translation>Wählen Sie in config.toml ein anderes service.socket.</translation>
    </message>
    <message>
        <source>Connect the disk that it is on, or name another folder with --home.</source>
        <translation>Schließen Sie den Datenträger an, auf dem er liegt, oder nennen Sie mit --home einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Correct the host&apos;s name.</source>
        <translation>Berichtigen Sie den Rechnernamen.</translation>
    </message>
    <message>
        <source>Delete those that are too old, and check the permissions there: otherwise the disk will be full one day.</source>
        <translation>Löschen Sie die zu alten und prüfen Sie dort die Rechte: sonst ist der Datenträger eines Tages voll.</translation>
    </message>
    <message>
        <source>Discard yours and change that one, or add yours under another name.</source>
        <translation>Verwerfen Sie Ihren Eintrag und ändern Sie den anderen, oder fügen Sie Ihren unter einem anderen Namen hinzu.</translation>
    </message>
    <message>
        <source>Enter a text.</source>
        <translation>Geben Sie einen Text ein.</translation>
    </message>
    <message>
        <source>Fetch it from the server with `sftp` first, and give the file that is here then.</source>
        <translation>Holen Sie es zuerst mit `sftp` vom Server und geben Sie die Datei an, die dann hier liegt.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Give it another id in its card.json, or delete it.</source>
        <translation>Geben Sie ihm in seiner card.json eine andere id, oder löschen Sie es.</translation>
    </message>
    <message>
        <source>Give it to that user: {command}</source>
        <translation>Geben Sie sie diesem Benutzer: {command}</translation>
    </message>
    <message>
        <source>Give other pictures.</source>
        <translation>Geben Sie andere Bilder an.</translation>
    </message>
    <message>
        <source>Give the address of the video itself, not of a page or a playlist (.m3u8).</source>
        <translation>Geben Sie die Adresse des Videos selbst an, nicht die einer Seite oder einer Wiedergabeliste (.m3u8).</translation>
    </message>
    <message>
        <source>Give the folder that contains only the pictures.</source>
        <translation>Geben Sie den Ordner an, der nur die Bilder enthält.</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>Der Rechner ist nicht in Betrieb</translation>
    </message>
    <message>
        <source>If it is lost: move {file} away, and bring the key as it was exported: gatekeeper --home {home} key import FILE</source>
        <translation>Ist sie verloren: Verschieben Sie {file} und holen Sie den exportierten Schlüssel zurück: gatekeeper --home {home} key import FILE</translation>
    </message>
    <message>
        <source>If that key is lost: end every program that uses this home, move {file} away, and restore again.</source>
        <translation>Ist dieser Schlüssel verloren: Beenden Sie jedes Programm, das diesen Ordner benutzt, verschieben Sie {file} und stellen Sie erneut wieder her.</translation>
    </message>
    <message>
        <source>If the passphrase is lost: move {file} away, restore again with --key, and give the key another one: gatekeeper key passphrase</source>
        <translation>Ist die Passphrase verloren: Verschieben Sie {file}, stellen Sie mit --key erneut wieder her und geben Sie dem Schlüssel eine neue: gatekeeper key passphrase</translation>
    </message>
    <message>
        <source>Is it switched on, and reachable from here? Check address and network.</source>
        <translation>Ist der Rechner eingeschaltet und von hier aus erreichbar? Prüfen Sie Adresse und Netz.</translation>
    </message>
    <message>
        <source>Is its SSH server running, and the port right?</source>
        <translation>Läuft dort der SSH-Server, und stimmt der Port?</translation>
    </message>
    <message>
        <source>Is the port right? See the log of its SSH server.</source>
        <translation>Stimmt der Port? Sehen Sie im Protokoll des SSH-Servers dort nach.</translation>
    </message>
    <message>
        <source>It belongs to somebody else. Make it yours, then repeat this: sudo chown $USER {quoted}</source>
        <translation>Sie gehört jemand anderem. Machen Sie sie zu Ihrer, dann wiederholen Sie dies: sudo chown $USER {quoted}</translation>
    </message>
    <message>
        <source>It cannot be read as a picture.</source>
        <translation>Sie lässt sich nicht als Bild lesen.</translation>
    </message>
    <message>
        <source>It is in no folder bare/, masked/ or wrong/.</source>
        <translation>Es liegt in keinem Ordner bare/, masked/ oder wrong/.</translation>
    </message>
    <message>
        <source>It may have been cut off: copy it again, or convert it to MP4 or AVI.</source>
        <translation>Sie ist vielleicht abgeschnitten: Kopieren Sie sie noch einmal, oder wandeln Sie sie in MP4 oder AVI um.</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message numerus="yes">
        <source>Looking for their face in the log: {done} of {n} face(s).</source>
        <translation>
            <numerusform>Suche das Gesicht im Protokoll: {done} von {n} Gesicht.</numerusform>
            <numerusform>Suche das Gesicht im Protokoll: {done} von {n} Gesichtern.</numerusform>
        </translation>
    </message>
    <message>
        <source>Make room there, or name another folder for temporary files in the environment variable TMPDIR.</source>
        <translation>Schaffen Sie dort Platz, oder nennen Sie in der Umgebungsvariable TMPDIR einen anderen Ordner für temporäre Dateien.</translation>
    </message>
    <message>
        <source>Measure them again with `trainer card`, or install the model again and activate it.</source>
        <translation>Messen Sie sie mit `trainer card` neu, oder installieren Sie das Modell noch einmal und aktivieren Sie es.</translation>
    </message>
    <message>
        <source>Move that file away, or name another folder with --home.</source>
        <translation>Verschieben Sie diese Datei, oder nennen Sie mit --home einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Name a file or folder.</source>
        <translation>Nennen Sie eine Datei oder einen Ordner.</translation>
    </message>
    <message>
        <source>Name another: see `gatekeeper models list`.</source>
        <translation>Nennen Sie ein anderes: siehe `gatekeeper models list`.</translation>
    </message>
    <message>
        <source>Name one, or leave --home out.</source>
        <translation>Nennen Sie einen, oder lassen Sie --home weg.</translation>
    </message>
    <message>
        <source>Name the door in config.toml first, under [[door]].</source>
        <translation>Nennen Sie die Tür zuerst in config.toml, unter [[door]].</translation>
    </message>
    <message>
        <source>No address associated with hostname</source>
        <translation>Zu diesem Rechnernamen gibt es keine Adresse</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>Es wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>No key opens it.</source>
        <translation>Kein Schlüssel öffnet sie.</translation>
    </message>
    <message>
        <source>No message was put aside with the ID {number}.</source>
        <translation>Es ist keine Nachricht mit der ID {number} zurückgelegt.</translation>
    </message>
    <message>
        <source>Nobody is registered yet: register the person first.</source>
        <translation>Noch ist niemand registriert: Registrieren Sie die Person zuerst.</translation>
    </message>
    <message>
        <source>Nobody of this name has a bare picture with a face.</source>
        <translation>Unter diesem Namen gibt es kein Bild ohne Maske mit einem Gesicht.</translation>
    </message>
    <message>
        <source>None of the pictures in {folder} can be read.</source>
        <translation>Keines der Bilder in {folder} kann gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing was changed. Restore a backup (gatekeeper restore --replace), or look at what there is and go on with it, which stays on record: gatekeeper log resume.</source>
        <translation>Nichts wurde geändert. Stellen Sie eine Sicherung wieder her (gatekeeper restore --replace), oder sehen Sie an, was da ist, und machen Sie damit weiter, was vermerkt bleibt: gatekeeper log resume.</translation>
    </message>
    <message>
        <source>Nothing was replaced: without its key, nobody knows whether a program has {home} open. {why}</source>
        <translation>Nichts wurde ersetzt: Ohne seinen Schlüssel ist nicht festzustellen, ob ein Programm {home} geöffnet hat. {why}</translation>
    </message>
    <message>
        <source>Nothing was restored: the key of {home} is locked with a passphrase, without which it cannot stay so. {why}</source>
        <translation>Nichts wurde wiederhergestellt: Der Schlüssel von {home} ist mit einer Passphrase gesperrt und kann ohne sie nicht gesperrt bleiben. {why}</translation>
    </message>
    <message>
        <source>Opened by hand by {who}: {why}</source>
        <translation>Von Hand geöffnet von {who}: {why}</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>Or bring the key from a backup: gatekeeper --home {home} key import FILE.</source>
        <translation>Oder bringen Sie den Schlüssel aus einer Sicherung: gatekeeper --home {home} key import FILE.</translation>
    </message>
    <message>
        <source>Outside your hours: {hours}.</source>
        <translation>Außerhalb Ihrer Zeiten: {hours}.</translation>
    </message>
    <message>
        <source>People are called by numbers here: write id={number} for {name}.</source>
        <translation>Hier heißen Personen nach Nummern: Schreiben Sie id={number} für {name}.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Please step apart, so that each face can be seen.</source>
        <translation>Bitte treten Sie auseinander, damit jedes Gesicht zu sehen ist.</translation>
    </message>
    <message numerus="yes">
        <source>Please wait {n} second(s) and try again.</source>
        <translation>
            <numerusform>Bitte warten Sie {n} Sekunde und versuchen Sie es noch einmal.</numerusform>
            <numerusform>Bitte warten Sie {n} Sekunden und versuchen Sie es noch einmal.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Please wait {n} second(s).</source>
        <translation>
            <numerusform>Bitte warten Sie {n} Sekunde.</numerusform>
            <numerusform>Bitte warten Sie {n} Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Put a cell in quotes where it holds {delimiter!r}.</source>
        <translation>Setzen Sie eine Zelle, die {delimiter!r} enthält, in Anführungszeichen.</translation>
    </message>
    <message>
        <source>Put back the key this database was made with. Nothing was changed.</source>
        <translation>Bringen Sie den Schlüssel zurück, mit dem diese Datenbank angelegt wurde. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Put frames of living people into live/NN/, of pictures into print/NN/.</source>
        <translation>Legen Sie Bilder lebender Menschen in live/NN/, Bilder von Fotos in print/NN/.</translation>
    </message>
    <message>
        <source>Put frames of pictures into print/NN/.</source>
        <translation>Legen Sie Bilder von Fotos in print/NN/.</translation>
    </message>
    <message>
        <source>Put it back. For every default, leave a comment in it.</source>
        <translation>Legen Sie sie zurück. Soll überall der Standard gelten, lassen Sie einen Kommentar darin stehen.</translation>
    </message>
    <message>
        <source>Put {file} back, or start as the user in whose keyring the key lies. {bring} Nothing was changed.</source>
        <translation>Legen Sie {file} zurück, oder starten Sie als der Benutzer, in dessen Schlüsselbund der Schlüssel liegt. {bring} Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Re-embed the people for the active model.</source>
        <translation>Werten Sie die Personen für das aktive Modell neu aus.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recognition ended after {pictures} pictures: {why}</source>
        <translation>Die Erkennung endete nach {pictures} Bildern: {why}</translation>
    </message>
    <message>
        <source>Recognition has not begun.</source>
        <translation>Die Erkennung hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>Record a consent that they gave later, with its day and time.</source>
        <translation>Tragen Sie eine später erteilte Einwilligung ein, mit Tag und Uhrzeit.</translation>
    </message>
    <message>
        <source>Record it again.</source>
        <translation>Nehmen Sie es noch einmal auf.</translation>
    </message>
    <message>
        <source>Register people first, or activate the model so that they are embedded with it.</source>
        <translation>Registrieren Sie zuerst Personen, oder aktivieren Sie das Modell, damit sie damit ausgewertet werden.</translation>
    </message>
    <message>
        <source>Reinstall gatekeeper, or run `gatekeeper doctor`.</source>
        <translation>Installieren Sie gatekeeper neu, oder führen Sie `gatekeeper doctor` aus.</translation>
    </message>
    <message>
        <source>Remove one of them.</source>
        <translation>Entfernen Sie eine davon.</translation>
    </message>
    <message>
        <source>Repeat with --role administrator.</source>
        <translation>Wiederholen Sie es mit --role administrator.</translation>
    </message>
    <message>
        <source>Restore a backup.</source>
        <translation>Stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Restore a backup: gatekeeper --home {home} restore FILE. To begin anew on purpose, delete {file} and {id_file} first. Nothing was changed.</source>
        <translation>Stellen Sie eine Sicherung wieder her: gatekeeper --home {home} restore FILE. Um absichtlich neu zu beginnen, löschen Sie zuerst {file} und {id_file}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>Stellen Sie ihn aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Restore it.</source>
        <translation>Stellen Sie ihn wieder her.</translation>
    </message>
    <message>
        <source>Run it again: gatekeeper key rotate</source>
        <translation>Führen Sie es noch einmal aus: gatekeeper key rotate</translation>
    </message>
    <message>
        <source>Run: chmod 600 {file}</source>
        <translation>Führen Sie aus: chmod 600 {file}</translation>
    </message>
    <message>
        <source>SMTP {code}: {whom}</source>
        <translation>SMTP {code}: {whom}</translation>
    </message>
    <message>
        <source>SQLite {version} can damage the database (its WAL bug).</source>
        <translation>SQLite {version} kann die Datenbank beschädigen (sein WAL-Fehler).</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>Sa.</translation>
    </message>
    <message>
        <source>Save it as UTF-8 (Excel: &quot;CSV UTF-8&quot;).</source>
        <translation>Speichern Sie sie als UTF-8 (Excel: „CSV UTF-8“).</translation>
    </message>
    <message>
        <source>Save it as UTF-8.</source>
        <translation>Speichern Sie sie als UTF-8.</translation>
    </message>
    <message>
        <source>Save it as {table} (Excel: &quot;CSV UTF-8&quot;).</source>
        <translation>Speichern Sie die Datei als {table} (Excel: „CSV UTF-8“).</translation>
    </message>
    <message>
        <source>See `gatekeeper enrol --help`.</source>
        <translation>Siehe `gatekeeper enrol --help`.</translation>
    </message>
    <message>
        <source>See `gatekeeper models evaluate --help`.</source>
        <translation>Siehe `gatekeeper models evaluate --help`.</translation>
    </message>
    <message>
        <source>See `gatekeeper models list`.</source>
        <translation>Siehe `gatekeeper models list`.</translation>
    </message>
    <message>
        <source>See `gatekeeper outlets dead`.</source>
        <translation>Siehe `gatekeeper outlets dead`.</translation>
    </message>
    <message>
        <source>See `gatekeeper people list`.</source>
        <translation>Siehe `gatekeeper people list`.</translation>
    </message>
    <message>
        <source>See `gatekeeper schedules list`.</source>
        <translation>Siehe `gatekeeper schedules list`.</translation>
    </message>
    <message>
        <source>See its layout above.</source>
        <translation>Die verlangte Anordnung steht oben.</translation>
    </message>
    <message>
        <source>See the log for what went wrong.</source>
        <translation>Was fehlschlug, steht im Protokoll.</translation>
    </message>
    <message>
        <source>See the log of its SSH server.</source>
        <translation>Sehen Sie im Protokoll des SSH-Servers dort nach.</translation>
    </message>
    <message>
        <source>Seen as: {state}</source>
        <translation>Gesehen als: {state}</translation>
    </message>
    <message>
        <source>Set another one at the desk: gatekeeper people pin NAME.</source>
        <translation>Setzen Sie am Empfang eine andere: gatekeeper people pin NAME.</translation>
    </message>
    <message>
        <source>Set its rule again: gatekeeper doors set.</source>
        <translation>Setzen Sie ihre Regel neu: gatekeeper doors set.</translation>
    </message>
    <message>
        <source>Set one: gatekeeper people pin NAME.</source>
        <translation>Setzen Sie eine: gatekeeper people pin NAME.</translation>
    </message>
    <message>
        <source>Somebody else has added {what} meanwhile: {who}.</source>
        <translation>Jemand anderes hat inzwischen {what} hinzugefügt: {who}.</translation>
    </message>
    <message>
        <source>Start in a terminal, or name a file that holds it in the environment variable {variable}.</source>
        <translation>Starten Sie in einem Terminal, oder nennen Sie in der Umgebungsvariablen {variable} eine Datei, die sie enthält.</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs, or give it to your own: {command}</source>
        <translation>Starten Sie das Programm als der Benutzer, dem sie gehört, oder geben Sie sie Ihrem eigenen: {command}</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs, or name another folder with --home.</source>
        <translation>Starten Sie das Programm als der Benutzer, dem er gehört, oder nennen Sie mit --home einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs.</source>
        <translation>Starten Sie das Programm als der Benutzer, dem sie gehört.</translation>
    </message>
    <message>
        <source>Stopped. Nobody has been erased.</source>
        <translation>Angehalten. Niemand wurde gelöscht.</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>So.</translation>
    </message>
    <message>
        <source>Take the photo again.</source>
        <translation>Nehmen Sie das Foto noch einmal auf.</translation>
    </message>
    <message>
        <source>Taken ({mask}).</source>
        <translation>Aufgenommen ({mask}).</translation>
    </message>
    <message>
        <source>Temporary failure in name resolution</source>
        <translation>Rechnername vorübergehend nicht auflösbar</translation>
    </message>
    <message>
        <source>The backup was made, but not all older ones could be deleted: {why}</source>
        <translation>Die Sicherung ist gemacht, aber nicht alle älteren konnten gelöscht werden: {why}</translation>
    </message>
    <message>
        <source>The backup {to} already exists.</source>
        <translation>Die Sicherung {to} gibt es schon.</translation>
    </message>
    <message>
        <source>The camera delivers pictures of {width} by {height}: too large.</source>
        <translation>Die Kamera liefert Bilder von {width} mal {height}: zu groß.</translation>
    </message>
    <message>
        <source>The camera is closed down.</source>
        <translation>Die Kamera ist geschlossen.</translation>
    </message>
    <message>
        <source>The camera is held by {holder}, and only one program can read a device.</source>
        <translation>Die Kamera gehört {holder}, und nur ein Programm kann ein Gerät lesen.</translation>
    </message>
    <message>
        <source>The camera {place!r} cannot be opened.</source>
        <translation>Die Kamera {place!r} lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The camera {place} is not plugged in.</source>
        <translation>Die Kamera {place} ist nicht angesteckt.</translation>
    </message>
    <message>
        <source>The camera {source} cannot be opened.</source>
        <translation>Die Kamera {source} lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The camera {source} cannot be opened: no video of a kind that is read was found at this address (RTSP, MJPEG, MPEG-TS or FLV).</source>
        <translation>Die Kamera {source} lässt sich nicht öffnen: Unter dieser Adresse wurde kein Video gefunden, das gelesen wird (RTSP, MJPEG, MPEG-TS oder FLV).</translation>
    </message>
    <message>
        <source>The card of {model} has mirrored {mirrored!r}.</source>
        <translation>Die Karte von {model} hat bei mirrored {mirrored!r}.</translation>
    </message>
    <message>
        <source>The card of {model} has the chip_px {px!r}.</source>
        <translation>Die Karte von {model} hat bei chip_px {px!r}.</translation>
    </message>
    <message>
        <source>The card of {model} has the dim {dim!r}.</source>
        <translation>Die Karte von {model} hat bei dim {dim!r}.</translation>
    </message>
    <message>
        <source>The checkpoint {file} was changed: its signature does not fit ({kind}).</source>
        <translation>Der Prüfpunkt {file} wurde verändert: Seine Signatur passt nicht ({kind}).</translation>
    </message>
    <message>
        <source>The cohort {file} cannot be read: {error}</source>
        <translation>Die Vergleichsgruppe {file} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The columns are: {known}.</source>
        <translation>Die Spalten sind: {known}.</translation>
    </message>
    <message>
        <source>The consent is in the future.</source>
        <translation>Die Einwilligung liegt in der Zukunft.</translation>
    </message>
    <message>
        <source>The database holds {value!r} where a {kind} belongs.</source>
        <translation>In der Datenbank steht {value!r}, wo {kind} hingehört.</translation>
    </message>
    <message>
        <source>The database {database} ends with entry {size} of its log, and entry {recorded} had been recorded: its WAL is missing or damaged, or an older copy was put in its place.</source>
        <translation>Das Protokoll in der Datenbank {database} endet mit Eintrag {size}, und Eintrag {recorded} war schon aufgezeichnet: Ihr WAL fehlt oder ist beschädigt, oder eine ältere Kopie wurde an ihre Stelle gelegt.</translation>
    </message>
    <message>
        <source>The database {database} holds another entry {number} of its log than was recorded.</source>
        <translation>Die Datenbank {database} enthält einen anderen Eintrag {number} des Protokolls als den aufgezeichneten.</translation>
    </message>
    <message>
        <source>The database {database} {what}, and its key is there: people, rules and log are gone.</source>
        <translation>Die Datenbank {database} {what}, und ihr Schlüssel ist da: Personen, Regeln und Protokoll sind weg.</translation>
    </message>
    <message>
        <source>The database {path} can only be read.</source>
        <translation>Die Datenbank {path} lässt sich nur lesen.</translation>
    </message>
    <message>
        <source>The database {path} cannot be opened.</source>
        <translation>Die Datenbank {path} lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The database {path} is closed.</source>
        <translation>Die Datenbank {path} ist geschlossen.</translation>
    </message>
    <message>
        <source>The database {path} is damaged.</source>
        <translation>Die Datenbank {path} ist beschädigt.</translation>
    </message>
    <message>
        <source>The database {path} refuses: {why}.</source>
        <translation>Die Datenbank {path} verweigert das: {why}.</translation>
    </message>
    <message>
        <source>The database {path} was busy for {seconds:g} seconds.</source>
        <translation>Die Datenbank {path} war {seconds:g} Sekunden lang belegt.</translation>
    </message>
    <message>
        <source>The demo needs an empty home.</source>
        <translation>Die Vorführung braucht einen leeren Datenordner.</translation>
    </message>
    <message>
        <source>The demo needs an empty home: omit --home.</source>
        <translation>Die Vorführung braucht einen leeren Datenordner: Lassen Sie --home weg.</translation>
    </message>
    <message>
        <source>The disk of {home} is full, so this door stays shut.</source>
        <translation>Der Datenträger von {home} ist voll, deshalb bleibt diese Tür geschlossen.</translation>
    </message>
    <message>
        <source>The disk of {path} is full: nothing was written.</source>
        <translation>Der Datenträger von {path} ist voll: Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>The door does not lock: {error}</source>
        <translation>Die Tür verriegelt nicht: {error}</translation>
    </message>
    <message>
        <source>The door may be open: its relay has not answered for {seconds:g} s. Look at the door.</source>
        <translation>Die Tür ist vielleicht offen: Ihr Relais antwortet seit {seconds:g} s nicht. Sehen Sie nach der Tür.</translation>
    </message>
    <message>
        <source>The door stands open.</source>
        <translation>Die Tür steht offen.</translation>
    </message>
    <message>
        <source>The door stays shut, since its rule cannot be read: {error}</source>
        <translation>Die Tür bleibt zu, weil ihre Regel nicht gelesen werden kann: {error}</translation>
    </message>
    <message>
        <source>The door stays shut: {why}</source>
        <translation>Die Tür bleibt zu: {why}</translation>
    </message>
    <message>
        <source>The door that stood open is shut again.</source>
        <translation>Die Tür, die offen stand, ist wieder zu.</translation>
    </message>
    <message>
        <source>The door that was forced open is shut again.</source>
        <translation>Die aufgebrochene Tür ist wieder zu.</translation>
    </message>
    <message>
        <source>The door was forced open.</source>
        <translation>Die Tür wurde aufgebrochen.</translation>
    </message>
    <message>
        <source>The door {door} cannot be taken: {error}</source>
        <translation>Die Tür {door} kann nicht übernommen werden: {error}</translation>
    </message>
    <message>
        <source>The door {door} is closed down.</source>
        <translation>Die Tür {door} ist außer Betrieb.</translation>
    </message>
    <message>
        <source>The door {door} is held by {holder}: this program only watches.</source>
        <translation>Die Tür {door} gehört {holder}: Dieses Programm sieht nur zu.</translation>
    </message>
    <message>
        <source>The door {door} stays shut: {error}</source>
        <translation>Die Tür {door} bleibt zu: {error}</translation>
    </message>
    <message>
        <source>The door {door} was locked.</source>
        <translation>Die Tür {door} wurde verriegelt.</translation>
    </message>
    <message>
        <source>The door {name!r} {what} {value!r} seconds.</source>
        <translation>Die Tür {name!r} {what} {value!r} Sekunden.</translation>
    </message>
    <message>
        <source>The export {path} cannot be written: {why}.</source>
        <translation>Der Export {path} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>The face of an event is damaged.</source>
        <translation>Das Gesicht eines Ereignisses ist beschädigt.</translation>
    </message>
    <message>
        <source>The file {file} cannot be written: {error}</source>
        <translation>Die Datei {file} kann nicht geschrieben werden: {error}</translation>
    </message>
    <message>
        <source>The file {file} is damaged, or was not written by this program.</source>
        <translation>Die Datei {file} ist beschädigt oder wurde nicht von diesem Programm geschrieben.</translation>
    </message>
    <message>
        <source>The file {file} is missing: {why}.</source>
        <translation>Die Datei {file} fehlt: {why}.</translation>
    </message>
    <message>
        <source>The file {name} of the model {model} cannot be read: {error}</source>
        <translation>Die Datei {name} des Modells {model} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The file {name} of the model {model} is not the one its card names (SHA-256 {found}…, expected {expected}…).</source>
        <translation>Die Datei {name} des Modells {model} ist nicht die, die seine Karte nennt (SHA-256 {found}…, erwartet {expected}…).</translation>
    </message>
    <message>
        <source>The folder of {path} does not allow a write-ahead log (SQLite answers {mode!r}).</source>
        <translation>Der Ordner von {path} erlaubt kein Write-Ahead-Log (SQLite antwortet {mode!r}).</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read: {error}</source>
        <translation>Der Ordner {folder} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The folder {folder} holds no depth recording.</source>
        <translation>Der Ordner {folder} enthält keine Tiefenaufnahme.</translation>
    </message>
    <message>
        <source>The folder {text} holds no picture of a kind that is read ({kinds}).</source>
        <translation>Der Ordner {text} enthält kein Bild, das gelesen werden kann ({kinds}).</translation>
    </message>
    <message>
        <source>The gallery holds vectors of length {dim}, not {shape}.</source>
        <translation>Die Galerie enthält Vektoren der Länge {dim}, nicht {shape}.</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be read: {error}</source>
        <translation>Der Datenordner {home} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {file} is a file.</source>
        <translation>Der Datenordner {home} kann nicht verwendet werden: {file} ist eine Datei.</translation>
    </message>
    <message>
        <source>The home folder {home} is a link, and there is no folder {target}, to which it leads.</source>
        <translation>Der Datenordner {home} ist eine Verknüpfung, und den Ordner {target}, auf den sie zeigt, gibt es nicht.</translation>
    </message>
    <message>
        <source>The housing at the door is open, or a wire is cut.</source>
        <translation>Das Gehäuse an der Tür ist offen, oder eine Leitung ist durchtrennt.</translation>
    </message>
    <message>
        <source>The housing at the door is shut again.</source>
        <translation>Das Gehäuse an der Tür ist wieder zu.</translation>
    </message>
    <message>
        <source>The key does not open the backup {path}, or it is damaged from its beginning.</source>
        <translation>Der Schlüssel öffnet die Sicherung {path} nicht, oder sie ist von Anfang an beschädigt.</translation>
    </message>
    <message>
        <source>The key does not open {path} (file is not a database).</source>
        <translation>Der Schlüssel öffnet {path} nicht (die Datei ist keine Datenbank).</translation>
    </message>
    <message>
        <source>The key file {file} cannot be read: {error}</source>
        <translation>Die Schlüsseldatei {file} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The key file {file} has mode {mode:o}: others than its owner may use it.</source>
        <translation>Die Schlüsseldatei {file} hat die Rechte {mode:o}: Andere als ihr Besitzer dürfen sie benutzen.</translation>
    </message>
    <message>
        <source>The key in {file} does not open {database}.</source>
        <translation>Der Schlüssel in {file} öffnet {database} nicht.</translation>
    </message>
    <message>
        <source>The key in {file} is locked with a passphrase, and nobody is there to enter it at boot.</source>
        <translation>Der Schlüssel in {file} ist mit einer Passphrase gesperrt, und beim Hochfahren kann sie niemand eingeben.</translation>
    </message>
    <message>
        <source>The key in {place} is damaged: it is not {length} hexadecimal digits.</source>
        <translation>Der Schlüssel in {place} ist beschädigt: Er besteht nicht aus {length} hexadezimalen Ziffern.</translation>
    </message>
    <message>
        <source>The key in {place} is locked with a passphrase, and none was entered.</source>
        <translation>Der Schlüssel in {place} ist mit einer Passphrase gesperrt, und es wurde keine eingegeben.</translation>
    </message>
    <message>
        <source>The key in {place} is locked with a passphrase, and there is no terminal to ask for it.</source>
        <translation>Der Schlüssel in {place} ist mit einer Passphrase gesperrt, und es gibt kein Terminal, um danach zu fragen.</translation>
    </message>
    <message>
        <source>The key is not locked with a passphrase.</source>
        <translation>Der Schlüssel ist nicht mit einer Passphrase gesichert.</translation>
    </message>
    <message>
        <source>The key of the database has {length} bytes instead of 32.</source>
        <translation>Der Schlüssel der Datenbank hat {length} Byte statt 32.</translation>
    </message>
    <message>
        <source>The key of the database {database} is missing.</source>
        <translation>Der Schlüssel der Datenbank {database} fehlt.</translation>
    </message>
    <message>
        <source>The key of the database {database} is missing: it was given to a keyring, and none can be reached here.</source>
        <translation>Der Schlüssel der Datenbank {database} fehlt: Er wurde einem Schlüsselbund gegeben, und hier ist keiner erreichbar.</translation>
    </message>
    <message>
        <source>The model card {path} cannot be read: {error}</source>
        <translation>Die Modellkarte {path} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The model card {path} gives {name!r} the checksum {checksum!r}.</source>
        <translation>Die Modellkarte {path} gibt für {name!r} die Prüfsumme {checksum!r} an.</translation>
    </message>
    <message>
        <source>The model card {path} has the id {id!r}.</source>
        <translation>Die Modellkarte {path} hat die Kennung {id!r}.</translation>
    </message>
    <message>
        <source>The model card {path} has the {key} {value!r}.</source>
        <translation>Die Modellkarte {path} hat bei {key} {value!r}.</translation>
    </message>
    <message>
        <source>The model card {path} lacks {missing}.</source>
        <translation>Der Modellkarte {path} fehlt: {missing}.</translation>
    </message>
    <message>
        <source>The model file {file} cannot be opened: the copy that is opened cannot be written to {folder}: {error}.</source>
        <translation>Die Modelldatei {file} lässt sich nicht öffnen: Die Kopie, die geöffnet wird, kann nicht in {folder} geschrieben werden: {error}.</translation>
    </message>
    <message>
        <source>The model file {file} keeps weights in another file: {name!r}.</source>
        <translation>Die Modelldatei {file} hält Gewichte in einer anderen Datei: {name!r}.</translation>
    </message>
    <message>
        <source>The model file {path} cannot be read: {error}</source>
        <translation>Die Modelldatei {path} kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The model file {path} is missing.</source>
        <translation>Die Modelldatei {path} fehlt.</translation>
    </message>
    <message>
        <source>The model in {folder} has the id {id}, as the one in {first} has.</source>
        <translation>Das Modell in {folder} hat die id {id}, wie das in {first}.</translation>
    </message>
    <message>
        <source>The model or its file is damaged.</source>
        <translation>Das Modell oder seine Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>The model {model} gives no numbers for some photos.</source>
        <translation>Das Modell {model} liefert für manche Fotos keine Zahlen.</translation>
    </message>
    <message>
        <source>The model {model} has changed since it was calibrated.</source>
        <translation>Das Modell {model} hat sich seit der Kalibrierung geändert.</translation>
    </message>
    <message>
        <source>The model {model} has no threshold for {pairing} at FMR {fmr:g}.</source>
        <translation>Das Modell {model} hat keine Schwelle für {pairing} bei einer FMR von {fmr:g}.</translation>
    </message>
    <message>
        <source>The model {model} is in use or bundled.</source>
        <translation>Das Modell {model} ist in Gebrauch oder mitgeliefert.</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a landmark network.</source>
        <translation>Das Modell {model} ist von der Art {kind!r} und kein Netz für Gesichtspunkte.</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a liveness network.</source>
        <translation>Das Modell {model} ist von der Art {kind!r} und keines für Lebenderkennung.</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a mask-status network.</source>
        <translation>Das Modell {model} ist von der Art {kind!r} und keines für Masken.</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not an embedding network.</source>
        <translation>Das Modell {model} ist von der Art {kind!r} und keines, das Gesichter kennt.</translation>
    </message>
    <message>
        <source>The model {model} lacks its file {name}.</source>
        <translation>Dem Modell {model} fehlt seine Datei {name}.</translation>
    </message>
    <message>
        <source>The network of {model} cannot be used: {trouble}</source>
        <translation>Das Netz von {model} ist nicht verwendbar: {trouble}</translation>
    </message>
    <message>
        <source>The network {name} needs timm, which is not installed.</source>
        <translation>Das Netz {name} braucht timm, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>The passphrase of {place} cannot be read from {file}: {error}.</source>
        <translation>Die Passphrase von {place} kann nicht aus {file} gelesen werden: {error}.</translation>
    </message>
    <message>
        <source>The picture of the camera {camera} does not change.</source>
        <translation>Das Bild der Kamera {camera} ändert sich nicht.</translation>
    </message>
    <message>
        <source>The relay {relay} is held by {holder}.</source>
        <translation>Das Relais {relay} wird von {holder} benutzt.</translation>
    </message>
    <message>
        <source>The thresholds of the model {model} are of another comparison of faces than this program&apos;s.</source>
        <translation>Die Schwellen des Modells {model} gehören zu einem anderen Gesichtsvergleich als dem dieses Programms.</translation>
    </message>
    <message>
        <source>The {what} is missing.</source>
        <translation>Es fehlt: {what}.</translation>
    </message>
    <message>
        <source>There already is a holiday {name!r}.</source>
        <translation>Einen Feiertag {name!r} gibt es schon.</translation>
    </message>
    <message>
        <source>There is no attendance for {month}.</source>
        <translation>Für {month} gibt es keine Anwesenheit.</translation>
    </message>
    <message>
        <source>There is no serial port {port}.</source>
        <translation>Es gibt keinen seriellen Anschluss {port}.</translation>
    </message>
    <message>
        <source>There is none yet: add it first.</source>
        <translation>Noch gibt es keine: Legen Sie sie zuerst an.</translation>
    </message>
    <message>
        <source>These figures are of too few people: photos of {print}, phones of {phone}.</source>
        <translation>Diese Zahlen stammen von zu wenigen Personen: Fotos von {print}, Telefone von {phone}.</translation>
    </message>
    <message>
        <source>They have no photo: no door recognises them.</source>
        <translation>Es gibt kein Foto: Keine Tür erkennt die Person.</translation>
    </message>
    <message>
        <source>This face does not move. Please step away and come again.</source>
        <translation>Dieses Gesicht bewegt sich nicht. Bitte treten Sie zurück und kommen Sie noch einmal.</translation>
    </message>
    <message>
        <source>To choose another end or reason, take them off it first.</source>
        <translation>Für ein anderes Ende oder einen anderen Grund nehmen Sie sie zuerst von der Liste.</translation>
    </message>
    <message>
        <source>Try again. {lost}</source>
        <translation>Versuchen Sie es noch einmal. {lost}</translation>
    </message>
    <message>
        <source>UTKFace (12,000 faces, no names) and CelebA (16,270 faces of 5,560 people, 50 of them held out), bare, with simulated masks and with the lower halves of 2,849 really masked faces from the web. The weights it began with come from large public sets of celebrities. LFW was not trained on here, but its people may be in those sets and in CelebA, so figures on LFW may be a little too good</source>
        <translation>UTKFace (12.000 Gesichter ohne Namen) und CelebA (16.270 Gesichter von 5.560 Personen, davon 50 zurückbehalten), ohne Maske, mit simulierten Masken und mit den unteren Hälften von 2.849 wirklich maskierten Gesichtern aus dem Netz. Die Gewichte, mit denen es begann, stammen aus großen öffentlichen Sammlungen von Prominenten. Mit LFW wurde hier nicht trainiert, doch dessen Personen können in jenen Sammlungen und in CelebA vorkommen, Zahlen zu LFW sind daher vielleicht etwas zu gut</translation>
    </message>
    <message>
        <source>Use --device cpu, or a torch built for this card.</source>
        <translation>Verwenden Sie --device cpu oder ein torch, das für diese Grafikkarte gebaut ist.</translation>
    </message>
    <message>
        <source>VGGFace2 (3.3 million pictures of 9,131 people), without masks</source>
        <translation>VGGFace2 (3,3 Millionen Bilder von 9.131 Personen), ohne Masken</translation>
    </message>
    <message>
        <source>What the database holds of its log under {name} cannot be read.</source>
        <translation>Was die Datenbank von ihrem Protokoll unter {name} enthält, kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Welche</translation>
    </message>
    <message>
        <source>Write a topic without + and #, such as {example}.</source>
        <translation>Schreiben Sie ein Thema ohne + und #, etwa {example}.</translation>
    </message>
    <message>
        <source>Write it as 2026-01-31 or 2026-01-31T08:00, or nothing for no limit.</source>
        <translation>Schreiben Sie es als 2026-01-31 oder 2026-01-31T08:00, oder nichts für unbegrenzt.</translation>
    </message>
    <message>
        <source>Write it as name@example.org; between several recipients stands a comma.</source>
        <translation>Schreiben Sie name@example.org; zwischen mehreren Empfängern steht ein Komma.</translation>
    </message>
    <message>
        <source>Write the name as its folder is named.</source>
        <translation>Schreiben Sie den Namen so, wie sein Ordner heißt.</translation>
    </message>
    <message>
        <source>alarm {number}</source>
        <translation>Alarm {number}</translation>
    </message>
    <message>
        <source>any folder for temporary files</source>
        <translation>irgendeinen Ordner für temporäre Dateien</translation>
    </message>
    <message>
        <source>changed settings taken up</source>
        <translation>geänderte Einstellungen übernommen</translation>
    </message>
    <message>
        <source>corrected by hand</source>
        <translation>von Hand berichtigt</translation>
    </message>
    <message>
        <source>entry {number} of the watch list</source>
        <translation>Eintrag {number} der Beobachtungsliste</translation>
    </message>
    <message>
        <source>holiday renamed</source>
        <translation>Feiertag umbenannt</translation>
    </message>
    <message>
        <source>it does not answer as an SSH server ({said})</source>
        <translation>dort antwortet kein SSH-Server ({said})</translation>
    </message>
    <message>
        <source>it refuses the user name or the password</source>
        <translation>Benutzername oder Passwort werden abgelehnt</translation>
    </message>
    <message>
        <source>it takes mail only with TLS, or with a user name and a password</source>
        <translation>er nimmt E-Mails nur mit TLS oder mit Benutzername und Passwort an</translation>
    </message>
    <message>
        <source>it takes mail only with a user name and a password</source>
        <translation>er nimmt E-Mails nur mit Benutzername und Passwort an</translation>
    </message>
    <message>
        <source>its SFTP server says no more than {said!r}</source>
        <translation>sein SFTP-Server sagt nur {said!r}</translation>
    </message>
    <message>
        <source>its server must be the host alone, as {host}: port, encryption and user have their own settings</source>
        <translation>ihr Server muss der Rechnername allein sein, wie {host}: Port, Verschlüsselung und Benutzer haben eigene Einstellungen</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>wird nicht geprüft</translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>jemand, der nicht mehr da ist</translation>
    </message>
    <message>
        <source>the name was not found in time</source>
        <translation>der Name wurde nicht rechtzeitig gefunden</translation>
    </message>
    <message>
        <source>the webhook number {number} has no name.</source>
        <translation>der Webhook Nummer {number} hat keinen Namen.</translation>
    </message>
    <message>
        <source>two webhooks are called {name!r}.</source>
        <translation>zwei Webhooks heißen {name!r}.</translation>
    </message>
    <message numerus="yes">
        <source>{done} of {n} photo(s) judged.</source>
        <translation>
            <numerusform>{done} von {n} Foto beurteilt.</numerusform>
            <numerusform>{done} von {n} Fotos beurteilt.</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} belongs in the backup, and cannot be read: {error}.</source>
        <translation>{file} gehört in die Sicherung und ist nicht lesbar: {error}.</translation>
    </message>
    <message>
        <source>{file} cannot be opened: {why}.</source>
        <translation>{file} kann nicht geöffnet werden: {why}.</translation>
    </message>
    <message>
        <source>{file} cannot be read by {account}, as whom the service runs.</source>
        <translation>{file} kann von {account}, unter dem der Dienst läuft, nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}.</source>
        <translation>{file} kann nicht gelesen werden: {error}.</translation>
    </message>
    <message>
        <source>{file} holds no certificate in PEM: name one that begins with {begin}</source>
        <translation>{file} enthält kein Zertifikat in PEM: geben Sie eine Datei an, die mit {begin} beginnt</translation>
    </message>
    <message>
        <source>{folder} contains more than {most} files and folders.</source>
        <translation>{folder} enthält mehr als {most} Dateien und Ordner.</translation>
    </message>
    <message>
        <source>{json_file} is a folder.</source>
        <translation>{json_file} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{key} names {address!r}, which is not one e-mail address.</source>
        <translation>{key} nennt {address!r}; das ist nicht genau eine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>{model} is the model in use.</source>
        <translation>{model} ist das verwendete Modell.</translation>
    </message>
    <message>
        <source>{name} has withdrawn their consent since then, at {when}.</source>
        <translation>{name} hat die Einwilligung seither widerrufen, am {when}.</translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) in the log could not be compared with theirs.</source>
        <translation>
            <numerusform>{n} Gesicht im Protokoll konnte nicht damit verglichen werden.</numerusform>
            <numerusform>{n} Gesichter im Protokoll konnten nicht damit verglichen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>{outlet} has refused messages; they are put aside: gatekeeper outlets dead</source>
        <translation>{outlet} hat Nachrichten abgelehnt; sie sind zurückgelegt: gatekeeper outlets dead</translation>
    </message>
    <message>
        <source>{page} has no row {row!r}.</source>
        <translation>{page} hat keine Zeile {row!r}.</translation>
    </message>
    <message>
        <source>{path} cannot be deleted: {error}.</source>
        <translation>{path} kann nicht gelöscht werden: {error}.</translation>
    </message>
    <message>
        <source>{path} is gone or empty: the settings in force stay.</source>
        <translation>{path} fehlt oder ist leer: Es bleibt bei den geltenden Einstellungen.</translation>
    </message>
    <message>
        <source>{path} is not read, and there is no {table}.</source>
        <translation>{path} wird nicht gelesen, und {table} gibt es nicht.</translation>
    </message>
    <message>
        <source>{remedy} Cameras by name: {names:, }.</source>
        <translation>{remedy} Kameras nach Namen: {names:, }.</translation>
    </message>
    <message>
        <source>{table}, line {line}: the folders {folders} are all of this name.</source>
        <translation>{table}, Zeile {line}: Die Ordner {folders} heißen alle so.</translation>
    </message>
    <message>
        <source>{table}, line {line}: the validity ends ({until}) before it begins ({start}).</source>
        <translation>{table}, Zeile {line}: Die Gültigkeit endet ({until}), bevor sie beginnt ({start}).</translation>
    </message>
    <message>
        <source>{table}, line {line}: {name} may stand for this folder; spreadsheets drop the zeros before a number.</source>
        <translation>{table}, Zeile {line}: {name} könnte diesen Ordner meinen; Tabellenprogramme lassen die Nullen vor einer Zahl weg.</translation>
    </message>
    <message>
        <source>{time} is not a time of day</source>
        <translation>{time} ist keine Uhrzeit</translation>
    </message>
    <message>
        <source>{what} is empty.</source>
        <translation>{what} ist leer.</translation>
    </message>
    <message>
        <source>{what} is {value}.</source>
        <translation>{what} ist {value}.</translation>
    </message>
    <message>
        <source>{why} The doors use {model} instead.</source>
        <translation>{why} Die Türen verwenden stattdessen {model}.</translation>
    </message>
    <message>
        <source>The new key of {database} could not be kept.</source>
        <translation>Der neue Schlüssel von {database} konnte nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>The passphrase does not unlock the key in {place}, or that is damaged.</source>
        <translation>Die Passphrase entsperrt den Schlüssel in {place} nicht, oder er ist beschädigt.</translation>
    </message>
    <message>
        <source>The person is erased, but another program is reading the database: until it ends, what was erased still stands in {database}-wal.</source>
        <translation>Die Person ist gelöscht, aber ein anderes Programm liest gerade die Datenbank: Bis es endet, steht das Gelöschte noch in {database}-wal.</translation>
    </message>
    <message>
        <source>The process that reads the camera cannot be started: {error}</source>
        <translation>Der Prozess, der die Kamera liest, lässt sich nicht starten: {error}</translation>
    </message>
    <message>
        <source>The program failed ({kind}: {error}).</source>
        <translation>Das Programm hat versagt ({kind}: {error}).</translation>
    </message>
    <message>
        <source>The reasons are listed above.</source>
        <translation>Die Gründe stehen oben.</translation>
    </message>
    <message>
        <source>The relay of {door} does not answer.</source>
        <translation>Das Relais von {door} antwortet nicht.</translation>
    </message>
    <message>
        <source>The relay of {door} failed: {error}</source>
        <translation>Das Relais von {door} hat versagt: {error}</translation>
    </message>
    <message>
        <source>The right one of {count} people comes first</source>
        <translation>Die richtige von {count} Personen steht an erster Stelle</translation>
    </message>
    <message>
        <source>The schedule {name!r} is already stored with other hours.</source>
        <translation>Der Zeitplan {name!r} ist schon mit anderen Zeiten gespeichert.</translation>
    </message>
    <message>
        <source>The seed in {file} is damaged.</source>
        <translation>Der Startwert in {file} ist beschädigt.</translation>
    </message>
    <message>
        <source>The serial port {port} is held by {holder}.</source>
        <translation>Der serielle Anschluss {port} gehört {holder}.</translation>
    </message>
    <message>
        <source>The strangers of {model} hold no numbers.</source>
        <translation>Die Fremden von {model} enthalten keine Zahlen.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring does not give out the key of {home}: {error}</source>
        <translation>Der Schlüsselbund des Systems gibt den Schlüssel von {home} nicht heraus: {error}</translation>
    </message>
    <message>
        <source>The time {time} has no timezone.</source>
        <translation>Die Zeit {time} hat keine Zeitzone.</translation>
    </message>
    <message>
        <source>The validity ends ({until}) before it begins ({start}).</source>
        <translation>Die Gültigkeit endet ({until}), bevor sie beginnt ({start}).</translation>
    </message>
    <message>
        <source>The {what} of the face is {value:.3g}; the limit is {limit:.3g}.</source>
        <translation>Gesicht, {what}: {value:.3g}; die Grenze ist {limit:.3g}.</translation>
    </message>
    <message>
        <source>The {what} {name!r} cannot be stored.</source>
        <translation>„{name}“ kann nicht als {what} gespeichert werden.</translation>
    </message>
    <message>
        <source>Their groups: {groups}.</source>
        <translation>Ihre Gruppen: {groups}.</translation>
    </message>
    <message>
        <source>There are too few people to choose a threshold on one half and score it on the other.</source>
        <translation>Es sind zu wenige Personen, um an der einen Hälfte eine Schwelle zu wählen und sie an der anderen zu prüfen.</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>In diesem Foto sind {count} Gesichter.</translation>
    </message>
    <message>
        <source>There are: {doors}.</source>
        <translation>Es gibt: {doors}.</translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation>Es gibt: {known}.</translation>
    </message>
    <message>
        <source>There are: {models}.</source>
        <translation>Es gibt: {models}.</translation>
    </message>
    <message>
        <source>There are: {names}.</source>
        <translation>Es gibt: {names}.</translation>
    </message>
    <message>
        <source>Choose one of {outcomes}.</source>
        <translation>Es gibt: {outcomes}.</translation>
    </message>
    <message>
        <source>Give another number.</source>
        <translation>Geben Sie eine andere Zahl an.</translation>
    </message>
    <message>
        <source>No mask, mask, mask worn wrongly</source>
        <translation>Keine Maske, Maske, Maske falsch getragen</translation>
    </message>
    <message>
        <source>Restore a backup: gatekeeper restore FILE --replace.</source>
        <translation>Stellen Sie eine Sicherung wieder her: gatekeeper restore FILE --replace.</translation>
    </message>
    <message>
        <source>Restore it from a backup. {lost}</source>
        <translation>Stellen Sie ihn aus einer Sicherung wieder her. {lost}</translation>
    </message>
    <message>
        <source>Run it as root: {command}. Or use --user for a service of your own.</source>
        <translation>Führen Sie es als root aus: {command}. Oder nehmen Sie --user für einen Dienst, der Ihnen allein gehört.</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be created: {error}</source>
        <translation>Der Datenordner {home} kann nicht angelegt werden: {error}</translation>
    </message>
    <message>
        <source>There are: {plans}.</source>
        <translation>Es gibt: {plans}.</translation>
    </message>
    <message>
        <source>There are: {role}.</source>
        <translation>Es gibt: {role}.</translation>
    </message>
    <message>
        <source>There is another key in {kept}, which does not open this home.</source>
        <translation>In {kept} liegt ein anderer Schlüssel, der diesen Datenordner nicht öffnet.</translation>
    </message>
    <message>
        <source>There is no account {name!r}.</source>
        <translation>Es gibt kein Konto {name!r}.</translation>
    </message>
    <message>
        <source>There is no architecture {architecture!r}.</source>
        <translation>Es gibt keine Architektur {architecture!r}.</translation>
    </message>
    <message>
        <source>There is no backup {path}.</source>
        <translation>Es gibt keine Sicherung {path}.</translation>
    </message>
    <message>
        <source>There is no camera {text!r}.</source>
        <translation>Es gibt keine Kamera {text!r}.</translation>
    </message>
    <message>
        <source>There is no database at {path}.</source>
        <translation>In {path} gibt es keine Datenbank.</translation>
    </message>
    <message>
        <source>There is no door {door!r}.</source>
        <translation>Es gibt keine Tür {door!r}.</translation>
    </message>
    <message>
        <source>There is no folder for {json_file}.</source>
        <translation>Es gibt keinen Ordner für {json_file}.</translation>
    </message>
    <message>
        <source>There is no folder for {to}.</source>
        <translation>Es gibt keinen Ordner für {to}.</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>Es gibt keinen Ordner {folder}.</translation>
    </message>
    <message>
        <source>There is no key in {home}, nor in a keyring for it.</source>
        <translation>Weder in {home} noch in einem Schlüsselbund dafür liegt ein Schlüssel.</translation>
    </message>
    <message>
        <source>There is no model in {folder}: {card} is missing.</source>
        <translation>In {folder} ist kein Modell: {card} fehlt.</translation>
    </message>
    <message>
        <source>There is no outcome {outcome!r}.</source>
        <translation>Es gibt kein Ergebnis {outcome!r}.</translation>
    </message>
    <message>
        <source>There is no person {who!r}.</source>
        <translation>Es gibt keine Person {who!r}.</translation>
    </message>
    <message>
        <source>There is no pooling {pooling!r}.</source>
        <translation>Es gibt kein Pooling {pooling!r}.</translation>
    </message>
    <message>
        <source>There is no published model {model!r}.</source>
        <translation>Es gibt kein veröffentlichtes Modell {model!r}.</translation>
    </message>
    <message>
        <source>There is no role {text!r}.</source>
        <translation>Es gibt keine Rolle {text!r}.</translation>
    </message>
    <message>
        <source>There is no rule for a door {name!r}.</source>
        <translation>Es gibt keine Regel für eine Tür {name!r}.</translation>
    </message>
    <message>
        <source>There is no schedule {given!r}.</source>
        <translation>Es gibt keinen Zeitplan {given!r}.</translation>
    </message>
    <message>
        <source>There is no schedule {name!r}.</source>
        <translation>Es gibt keinen Zeitplan {name!r}.</translation>
    </message>
    <message>
        <source>There is no timezone {name!r} on this machine.</source>
        <translation>Die Zeitzone {name!r} gibt es auf diesem Rechner nicht.</translation>
    </message>
    <message>
        <source>This face does not look like {person} (similarity {nearest:.2f}, needed {least:.2f}).</source>
        <translation>Dieses Gesicht sieht nicht aus wie {person} (Ähnlichkeit {nearest:.2f}, nötig {least:.2f}).</translation>
    </message>
    <message>
        <source>This face looks more like {other} (number {other_number}) than like {person}.</source>
        <translation>Dieses Gesicht sieht eher aus wie {other} (Nummer {other_number}) als wie {person}.</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>Do.</translation>
    </message>
    <message>
        <source>To register: five bare and four masked pictures. Add some, or ask for fewer with --people and --strangers.</source>
        <translation>Zum Registrieren: fünf Bilder ohne und vier mit Maske. Fügen Sie welche hinzu, oder verlangen Sie mit --people und --strangers weniger.</translation>
    </message>
    <message numerus="yes">
        <source>Too many checks have failed at this door. Please wait {n} second(s).</source>
        <translation>
            <numerusform>An dieser Tür sind zu viele Prüfungen fehlgeschlagen. Bitte warten Sie {n} Sekunde.</numerusform>
            <numerusform>An dieser Tür sind zu viele Prüfungen fehlgeschlagen. Bitte warten Sie {n} Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>Zu viele offene Dateien</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>Di.</translation>
    </message>
    <message>
        <source>Unlock the keyring (log in to the desktop) and start again; or bring the key as a file: gatekeeper --home {home} key import FILE.</source>
        <translation>Entsperren Sie den Schlüsselbund (melden Sie sich am Desktop an) und starten Sie neu; oder bringen Sie den Schlüssel als Datei: gatekeeper --home {home} key import FILE.</translation>
    </message>
    <message>
        <source>Up to {worst:.0%} of attacks may pass by these figures; at most {accepted:.0%} are accepted.</source>
        <translation>Nach diesen Zahlen kommen bis zu {worst:.0%} der Angriffe durch; zugelassen sind höchstens {accepted:.0%}.</translation>
    </message>
    <message>
        <source>Use 0 (Monday) to 6 (Sunday).</source>
        <translation>Verwenden Sie 0 (Montag) bis 6 (Sonntag).</translation>
    </message>
    <message>
        <source>Use 1 to {most} printable characters.</source>
        <translation>Verwenden Sie 1 bis {most} druckbare Zeichen.</translation>
    </message>
    <message>
        <source>Use at least {least}: five words.</source>
        <translation>Verwenden Sie mindestens {least}: fünf Wörter.</translation>
    </message>
    <message>
        <source>Use one of {writers}.</source>
        <translation>Verwenden Sie {writers}.</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>Mi.</translation>
    </message>
    <message>
        <source>Welcome, {name}.</source>
        <translation>Willkommen, {name}.</translation>
    </message>
    <message>
        <source>With no error at all, {needed} presentations of each attack are enough to show it.</source>
        <translation>Ganz ohne Fehler reichen {needed} Vorlagen jedes Angriffs, um es zu zeigen.</translation>
    </message>
    <message>
        <source>Without a connection, bring it as a file: gatekeeper models add {model} --file FILE</source>
        <translation>Ohne Verbindung bringen Sie es als Datei: gatekeeper models add {model} --file FILE</translation>
    </message>
    <message>
        <source>Without one: gatekeeper run, gatekeeper --help.</source>
        <translation>Ohne Fenster: gatekeeper run, gatekeeper --help.</translation>
    </message>
    <message>
        <source>Write 1 or 0.</source>
        <translation>Schreiben Sie 1 oder 0.</translation>
    </message>
    <message>
        <source>Write cpu, cuda, or cuda:1 for the second card.</source>
        <translation>Schreiben Sie cpu, cuda oder für die zweite Karte cuda:1.</translation>
    </message>
    <message>
        <source>Write it into a file that only the service&apos;s user can read, and install again: {command}</source>
        <translation>Schreiben Sie sie in eine Datei, die nur der Benutzer des Dienstes lesen kann, und richten Sie ihn noch einmal ein: {command}</translation>
    </message>
    <message>
        <source>Write it into a file that only you can read, set the environment variable {variable} to its path, and install again.</source>
        <translation>Schreiben Sie sie in eine Datei, die nur Sie lesen können, setzen Sie die Umgebungsvariable {variable} auf deren Pfad, und richten Sie den Dienst noch einmal ein.</translation>
    </message>
    <message>
        <source>Write it into that file, or name another one in the environment variable {variable}.</source>
        <translation>Schreiben Sie sie in diese Datei, oder nennen Sie in der Umgebungsvariablen {variable} eine andere.</translation>
    </message>
    <message>
        <source>Write the door&apos;s name before the PIN.</source>
        <translation>Schreiben Sie ihren Namen vor die PIN.</translation>
    </message>
    <message>
        <source>it is no key file</source>
        <translation>es ist keine Schlüsseldatei</translation>
    </message>
    <message>
        <source>it is no text</source>
        <translation>es ist kein Text</translation>
    </message>
    <message>
        <source>silent alarm seen</source>
        <translation>stillen Alarm gesehen</translation>
    </message>
    <message>
        <source>{option} {text!r} is not a time.</source>
        <translation>{option} {text!r} ist keine Zeit.</translation>
    </message>
    <message>
        <source>{option}: there is no record of {word!r}.</source>
        <translation>{option}: Zu {word!r} ist nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {error}</source>
        <translation>{path} lässt sich nicht lesen: {error}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {error}.</source>
        <translation>{path} kann nicht gelesen werden: {error}.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {why}.</source>
        <translation>{path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {error}</source>
        <translation>{path} kann nicht geschrieben werden: {error}</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} ist leer.</translation>
    </message>
    <message>
        <source>{path} needs same and different pairs.</source>
        <translation>{path} braucht Paare derselben und verschiedener Personen.</translation>
    </message>
    <message>
        <source>{path}, line {at}: the column {column} is missing; there are: {there}.</source>
        <translation>{path}, Zeile {at}: Die Spalte {column} fehlt; vorhanden sind: {there}.</translation>
    </message>
    <message>
        <source>{path}, line {at}: {cells} cells under {columns} headings.</source>
        <translation>{path}, Zeile {at}: {cells} Zellen unter {columns} Überschriften.</translation>
    </message>
    <message>
        <source>{path}, line {line}: a path is missing.</source>
        <translation>{path}, Zeile {line}: Ein Pfad fehlt.</translation>
    </message>
    <message>
        <source>{path}, line {line}: same is {value!r}.</source>
        <translation>{path}, Zeile {line}: same ist {value!r}.</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not {encoding}.</source>
        <translation>{path}, Zeile {line}: Das ist kein {encoding}.</translation>
    </message>
    <message>
        <source>{path}, line {number}: {error}.</source>
        <translation>{path}, Zeile {number}: {error}.</translation>
    </message>
    <message>
        <source>{person} (number {number}) and {other} (number {other_number}) do not look alike to {model}.</source>
        <translation>{person} (Nummer {number}) und {other} (Nummer {other_number}) sehen für {model} nicht gleich aus.</translation>
    </message>
    <message>
        <source>{person} has nearly the same photo already.</source>
        <translation>{person} hat fast dasselbe Foto schon.</translation>
    </message>
    <message>
        <source>{person} is not in {absent}.</source>
        <translation>{person} ist nicht in {absent}.</translation>
    </message>
    <message>
        <source>{pixels:g} px</source>
        <translation>{pixels:g} px</translation>
    </message>
    <message>
        <source>{place} is not a video that can be played.</source>
        <translation>{place} ist kein abspielbares Video.</translation>
    </message>
    <message>
        <source>{seconds:g} s</source>
        <translation>{seconds:g} s</translation>
    </message>
    <message>
        <source>{setting} is {value}.</source>
        <translation>{setting} ist {value}.</translation>
    </message>
    <message>
        <source>{shown}, let through</source>
        <translation>{shown}, durchgelassen</translation>
    </message>
    <message>
        <source>{source} cannot be read: {error}</source>
        <translation>{source} lässt sich nicht lesen: {error}</translation>
    </message>
    <message>
        <source>{table}, line {line}</source>
        <translation>{table}, Zeile {line}</translation>
    </message>
    <message>
        <source>{table}, line {line}: the consent is in the future.</source>
        <translation>{table}, Zeile {line}: Die Einwilligung liegt in der Zukunft.</translation>
    </message>
    <message>
        <source>{table}, line {line}: there is no folder of this name.</source>
        <translation>{table}, Zeile {line}: Es gibt keinen Ordner dieses Namens.</translation>
    </message>
    <message>
        <source>{table}, line {line}: {column} is {text!r}.</source>
        <translation>{table}, Zeile {line}: {column} ist {text!r}.</translation>
    </message>
    <message>
        <source>{weights} does not hold the weights of {model}: {error}</source>
        <translation>{weights} enthält nicht die Gewichte von {model}: {error}</translation>
    </message>
    <message>
        <source>{who!r} can mean {count} people.</source>
        <translation>{who!r} kann {count} Personen bedeuten.</translation>
    </message>
    <message>
        <source>somebody who was erased (number {number})</source>
        <translation>jemand, der gelöscht wurde (Nummer {number})</translation>
    </message>
    <message>
        <source>test of the relay {relay}</source>
        <translation>Test des Relais {relay}</translation>
    </message>
    <message>
        <source>the camera {camera!r} has no source.</source>
        <translation>die Kamera {camera!r} hat keine Quelle.</translation>
    </message>
    <message>
        <source>the end of {day}</source>
        <translation>Ende {day}</translation>
    </message>
    <message>
        <source>there is no timezone {name!r}.</source>
        <translation>die Zeitzone {name!r} gibt es nicht.</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>two cameras are called {name!r}.</source>
        <translation>zwei Kameras heißen {name!r}.</translation>
    </message>
    <message>
        <source>two doors are called {name!r}.</source>
        <translation>zwei Türen heißen {name!r}.</translation>
    </message>
    <message>
        <source>until {end}</source>
        <translation>bis {end}</translation>
    </message>
    <message>
        <source>Your access begins on {start}.</source>
        <translation>Ihr Zutritt beginnt am {start}.</translation>
    </message>
    <message>
        <source>There is no model {name!r}.</source>
        <translation>Es gibt kein Modell {name!r}.</translation>
    </message>
    <message>
        <source>Your access ended on {end}. Please ask at the door desk.</source>
        <translation>Ihr Zutritt endete am {end}. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>at most {worst:.1%} of attacks pass</source>
        <translation>höchstens {worst:.1%} der Angriffe kommen durch</translation>
    </message>
    <message>
        <source>cools down for</source>
        <translation>öffnet derselben Person nicht wieder vor</translation>
    </message>
    <message>
        <source>door.relay is {text!r}.</source>
        <translation>door.relay ist {text!r}.</translation>
    </message>
    <message>
        <source>event {number}</source>
        <translation>Ereignis {number}</translation>
    </message>
    <message>
        <source>false accepts: {rate}; {thresholds:; }</source>
        <translation>falsche Treffer: {rate}; {thresholds:; }</translation>
    </message>
    <message>
        <source>from {start}</source>
        <translation>ab {start}</translation>
    </message>
    <message>
        <source>from {start} until {end}</source>
        <translation>von {start} bis {end}</translation>
    </message>
    <message>
        <source>id={number} is {name}</source>
        <translation>id={number} ist {name}</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>it cannot be watched: {error}</source>
        <translation>sie lässt sich nicht überwachen: {error}</translation>
    </message>
    <message>
        <source>no first picture within {seconds:.0f} s</source>
        <translation>kein erstes Bild innerhalb von {seconds:.0f} s</translation>
    </message>
    <message>
        <source>no picture for {seconds:g} s</source>
        <translation>Seit {seconds:g} s kein Bild</translation>
    </message>
    <message>
        <source>none; make one with `gatekeeper schedules set`</source>
        <translation>keine; legen Sie einen an mit `gatekeeper schedules set`</translation>
    </message>
    <message>
        <source>opens for</source>
        <translation>öffnet für</translation>
    </message>
    <message>
        <source>photo {number}</source>
        <translation>Foto {number}</translation>
    </message>
    <message>
        <source>process {pid} (`{program}`, since {time})</source>
        <translation>dem Prozess {pid} („{program}“, seit {time})</translation>
    </message>
    <message>
        <source>waiting for the first picture, {seconds:.0f} s</source>
        <translation>wartet seit {seconds:.0f} s auf das erste Bild</translation>
    </message>
    <message>
        <source>with a mask</source>
        <translation>mit Maske</translation>
    </message>
    <message>
        <source>with names</source>
        <translation>mit Namen</translation>
    </message>
    <message>
        <source>without names</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch getragen</translation>
    </message>
    <message>
        <source>{address} cannot be downloaded: {error}</source>
        <translation>{address} kann nicht heruntergeladen werden: {error}</translation>
    </message>
    <message>
        <source>{architecture} has no option {unknown}.</source>
        <translation>{architecture} hat keine Option {unknown}.</translation>
    </message>
    <message>
        <source>{backslash} Correct the file, or move it away.</source>
        <translation>{backslash} Berichtigen Sie die Datei, oder verschieben Sie sie.</translation>
    </message>
    <message>
        <source>{days} {start} to {end}</source>
        <translation>{days} {start}–{end}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}</source>
        <translation>{file} lässt sich nicht lesen: {error}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {why}.</source>
        <translation>{file} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>{file} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} gibt es nicht.</translation>
    </message>
    <message>
        <source>{file} does not hold the next key of this home: {kind}.</source>
        <translation>{file} enthält nicht den nächsten Schlüssel dieses Datenordners: {kind}.</translation>
    </message>
    <message>
        <source>{file} is not the file published at {address}: its SHA-256 is {found}…, not {expected}….</source>
        <translation>{file} ist nicht die Datei, die unter {address} veröffentlicht ist: Ihre SHA-256 ist {found}…, nicht {expected}….</translation>
    </message>
    <message>
        <source>{file} was changed meanwhile.</source>
        <translation>{file} wurde inzwischen geändert.</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first}–{last}</translation>
    </message>
    <message>
        <source>{folder} cannot be read: {why}.</source>
        <translation>{folder} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{folder} has no folder with photos.</source>
        <translation>{folder} enthält keinen Ordner mit Fotos.</translation>
    </message>
    <message>
        <source>{folder} has no masked picture of a person with a bare one.</source>
        <translation>{folder} enthält kein Bild mit Maske von jemandem, von dem es eines ohne gibt.</translation>
    </message>
    <message>
        <source>{folder} has no pictures in folders bare/, masked/ or wrong/.</source>
        <translation>{folder} enthält keine Bilder in Ordnern bare/, masked/ oder wrong/.</translation>
    </message>
    <message>
        <source>{folder} holds {count} people with the pictures to register and {others} more to be strangers, where {people} and {strangers} are wanted.</source>
        <translation>{folder} enthält {count} Personen mit den Bildern zum Registrieren und {others} weitere als Fremde; verlangt sind {people} und {strangers}.</translation>
    </message>
    <message>
        <source>{folder} is not a folder.</source>
        <translation>{folder} ist kein Ordner.</translation>
    </message>
    <message>
        <source>{home} is already in use.</source>
        <translation>{home} wird schon verwendet.</translation>
    </message>
    <message>
        <source>{kind} {name} added</source>
        <translation>{kind} {name} hinzugefügt</translation>
    </message>
    <message>
        <source>{kind} {name} removed</source>
        <translation>{kind} {name} entfernt</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} bis {most}</translation>
    </message>
    <message>
        <source>{model} is a model for {kind}.</source>
        <translation>{model} ist ein Modell der Art {kind}.</translation>
    </message>
    <message>
        <source>{name} (number {number})</source>
        <translation>{name} (Nummer {number})</translation>
    </message>
    <message>
        <source>{name} ({role}) may not {right}.</source>
        <translation>{name} ({role}) darf das nicht: {right}.</translation>
    </message>
    <message>
        <source>{name} cannot be read: {why}.</source>
        <translation>{name} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{name} does not exist.</source>
        <translation>{name} gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} has hundreds of megapixels.</source>
        <translation>{name} hat Hunderte von Megapixeln.</translation>
    </message>
    <message>
        <source>{name} has more than {most} MB.</source>
        <translation>{name} hat mehr als {most} MB.</translation>
    </message>
    <message>
        <source>{name} has no bare photo among the {taken} taken.</source>
        <translation>{name} hat unter den {taken} aufgenommenen Fotos keines ohne Maske.</translation>
    </message>
    <message>
        <source>{name} has {megapixels:.0f} megapixels; at most {most} are read.</source>
        <translation>{name} hat {megapixels:.0f} Megapixel; höchstens {most} werden gelesen.</translation>
    </message>
    <message>
        <source>{name} in the backup {backup} is damaged.</source>
        <translation>{name} in der Sicherung {backup} ist beschädigt.</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{name} is cut off.</source>
        <translation>{name} ist abgeschnitten.</translation>
    </message>
    <message>
        <source>{name} is damaged or cannot be decoded: {why}.</source>
        <translation>{name} ist beschädigt oder kann nicht dekodiert werden: {why}.</translation>
    </message>
    <message>
        <source>{name} is not a picture of a kind that is read ({kinds}).</source>
        <translation>{name} ist kein Bild eines lesbaren Formats ({kinds}).</translation>
    </message>
    <message>
        <source>{name} is the only administrator.</source>
        <translation>{name} ist der einzige Administrator.</translation>
    </message>
    <message numerus="yes">
        <source>{n} act(s)</source>
        <translation>
            <numerusform>{n} Handlung</numerusform>
            <numerusform>{n} Handlungen</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} are stored.</source>
        <translation>Gespeichert sind {n}.</translation>
    </message>
    <message numerus="yes">
        <source>{n} day(s)</source>
        <translation>
            <numerusform>{n} Tag</numerusform>
            <numerusform>{n} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event(s)</source>
        <translation>
            <numerusform>{n} Ereignis</numerusform>
            <numerusform>{n} Ereignisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) of events</source>
        <translation>
            <numerusform>{n} Gesicht von Ereignissen</numerusform>
            <numerusform>{n} Gesichter von Ereignissen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} minute(s)</source>
        <translation>
            <numerusform>{n} Minute</numerusform>
            <numerusform>{n} Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo(s)</source>
        <translation>
            <numerusform>{n} Foto</numerusform>
            <numerusform>{n} Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture(s)</source>
        <translation>
            <numerusform>{n} Bild</numerusform>
            <numerusform>{n} Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} template(s)</source>
        <translation>
            <numerusform>{n} Vorlage</numerusform>
            <numerusform>{n} Vorlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} wrong tries.</source>
        <translation>{n} falsche Versuche.</translation>
    </message>
    <message>
        <source>{option} cannot be {word!r}.</source>
        <translation>{option} kann nicht {word!r} sein.</translation>
    </message>
    <message>
        <source>{option} is {text!r}.</source>
        <translation>{option} ist {text!r}.</translation>
    </message>
    <message>
        <source>The relay {relay} does not answer as it should.</source>
        <translation>Das Relais {relay} antwortet nicht, wie es sollte.</translation>
    </message>
    <message>
        <source>Measured at this site.</source>
        <translation>An diesem Standort gemessen.</translation>
    </message>
    <message>
        <source>Before {path} is brought up to date it is copied, which takes {size:.0f} MB: the disk has {free:.0f} MB left. Nothing was changed.</source>
        <translation>Bevor {path} auf den neuen Stand gebracht wird, wird eine Kopie angelegt, die {size:.0f} MB braucht: Auf dem Datenträger sind noch {free:.0f} MB frei. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Check its permissions, and the disk.</source>
        <translation>Prüfen Sie die Zugriffsrechte und den Datenträger.</translation>
    </message>
    <message>
        <source>Free at least 1 MB on it.</source>
        <translation>Geben Sie darauf mindestens 1 MB frei.</translation>
    </message>
    <message>
        <source>Free some space on it, or move the home folder to a larger disk.</source>
        <translation>Schaffen Sie darauf Platz, oder legen Sie den Ordner des Programms auf einen größeren Datenträger.</translation>
    </message>
    <message>
        <source>The file {file} cannot be read: {why}.</source>
        <translation>Die Datei {file} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message numerus="yes">
        <source>Your check has failed too often. Please wait {n} second(s), or ask at the door desk.</source>
        <translation>
            <numerusform>Ihre Prüfung ist zu oft gescheitert. Bitte warten Sie {n} Sekunde, oder fragen Sie am Empfang.</numerusform>
            <numerusform>Ihre Prüfung ist zu oft gescheitert. Bitte warten Sie {n} Sekunden, oder fragen Sie am Empfang.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most {worst:.1%} of attacks pass; measured before the camera on {n} person(s), who agreed</source>
        <translation>
            <numerusform>höchstens {worst:.1%} der Angriffe kommen durch; vor der Kamera an {n} Person gemessen, die zugestimmt hat</numerusform>
            <numerusform>höchstens {worst:.1%} der Angriffe kommen durch; vor der Kamera an {n} Personen gemessen, die zugestimmt haben</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} has no folder with photos. {what}: {why}</source>
        <translation>{folder} enthält keinen Ordner mit Fotos. {what}: {why}</translation>
    </message>
    <message>
        <source>consent withdrawn</source>
        <translation>Einwilligung widerrufen</translation>
    </message>
    <message>
        <source>duress PIN set</source>
        <translation>PIN für Bedrohung gesetzt</translation>
    </message>
    <message>
        <source>duress PIN cleared</source>
        <translation>PIN für Bedrohung entfernt</translation>
    </message>
    <message>
        <source>duress PIN used</source>
        <translation>PIN für Bedrohung benutzt</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>two people wanted</source>
        <translation>zwei Personen verlangt</translation>
    </message>
    <message>
        <source>two people no longer wanted</source>
        <translation>zwei Personen nicht mehr verlangt</translation>
    </message>
    <message>
        <source>replaced by a backup</source>
        <translation>durch eine Sicherung ersetzt</translation>
    </message>
    <message>
        <source>retention changed</source>
        <translation>Aufbewahrung geändert</translation>
    </message>
    <message>
        <source>backups go to</source>
        <translation>Sicherungen gehen nach</translation>
    </message>
    <message>
        <source>a backup every</source>
        <translation>eine Sicherung alle</translation>
    </message>
    <message>
        <source>daily backups kept</source>
        <translation>aufbewahrte tägliche Sicherungen</translation>
    </message>
    <message>
        <source>weekly backups kept</source>
        <translation>aufbewahrte wöchentliche Sicherungen</translation>
    </message>
    <message>
        <source>monthly backups kept</source>
        <translation>aufbewahrte monatliche Sicherungen</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>SSH-Schlüssel</translation>
    </message>
    <message>
        <source>the server&apos;s key</source>
        <translation>Schlüssel des Servers</translation>
    </message>
    <message>
        <source>backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>There has been no backup yet.</source>
        <translation>Es gibt noch keine Sicherung.</translation>
    </message>
    <message>
        <source>The last backup is older than it should be.</source>
        <translation>Die letzte Sicherung ist älter, als sie sein sollte.</translation>
    </message>
    <message>
        <source>Ask somebody else.</source>
        <translation>Bitten Sie jemand anderen.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>Add another one.</source>
        <translation>Fügen Sie einen weiteren hinzu.</translation>
    </message>
    <message>
        <source>They have no PIN yet.</source>
        <translation>Es gibt noch keine PIN.</translation>
    </message>
    <message>
        <source>Set that first: gatekeeper people pin NAME.</source>
        <translation>Setzen Sie zuerst diese: gatekeeper people pin NAME.</translation>
    </message>
    <message>
        <source>A backup is being made by {other}.</source>
        <translation>{other} erstellt gerade eine Sicherung.</translation>
    </message>
    <message>
        <source>Consent can only be withdrawn as of now.</source>
        <translation>Eine Einwilligung wird jetzt widerrufen, nicht zu einem anderen Zeitpunkt.</translation>
    </message>
    <message>
        <source>Backups cannot be kept on {host}, port {port}: {error}.</source>
        <translation>Auf {host}, Port {port}, lassen sich keine Sicherungen ablegen: {error}.</translation>
    </message>
    <message>
        <source>It is {wanted!r}.</source>
        <translation>Es ist {wanted!r}.</translation>
    </message>
    <message>
        <source>Make one: ssh-keygen -t ed25519</source>
        <translation>Erstellen Sie einen: ssh-keygen -t ed25519</translation>
    </message>
    <message>
        <source>No place for backups is set.</source>
        <translation>Für Sicherungen ist kein Ort eingestellt.</translation>
    </message>
    <message>
        <source>Nothing was sent. Ask its administrator before you change backup.host_key.</source>
        <translation>Es wurde nichts gesendet. Fragen Sie den Administrator des Servers, bevor Sie backup.host_key ändern.</translation>
    </message>
    <message>
        <source>Others can read the SSH key {path}.</source>
        <translation>Andere können den SSH-Schlüssel {path} lesen.</translation>
    </message>
    <message>
        <source>The backup {source} cannot be copied to {to}: {error}</source>
        <translation>Die Sicherung {source} lässt sich nicht nach {to} kopieren: {error}</translation>
    </message>
    <message>
        <source>Write it as sftp://USER@HOST/FOLDER, with a port as HOST:2222.</source>
        <translation>Schreiben Sie sie als sftp://BENUTZER@RECHNER/ORDNER, mit einem Port als RECHNER:2222.</translation>
    </message>
    <message>
        <source>door {door}</source>
        <translation>Tür {door}</translation>
    </message>
    <message>
        <source>The backup failed: {why}</source>
        <translation>Die Sicherung ist fehlgeschlagen: {why}</translation>
    </message>
    <message>
        <source>The role of {name} was changed: the session is over.</source>
        <translation>Die Rolle von {name} wurde geändert: Die Sitzung ist beendet.</translation>
    </message>
    <message>
        <source>There is no folder {folder} on {host}.</source>
        <translation>Auf {host} gibt es keinen Ordner {folder}.</translation>
    </message>
    <message>
        <source>Turn it on there: Subsystem sftp internal-sftp</source>
        <translation>Schalten Sie es dort ein: Subsystem sftp internal-sftp</translation>
    </message>
    <message>
        <source>Wait for it.</source>
        <translation>Warten Sie darauf.</translation>
    </message>
    <message>
        <source>Write on or off.</source>
        <translation>Schreiben Sie on oder off.</translation>
    </message>
    <message>
        <source>backup.to holds a password.</source>
        <translation>backup.to enthält ein Passwort.</translation>
    </message>
    <message>
        <source>backup.to is {text!r}.</source>
        <translation>backup.to ist {text!r}.</translation>
    </message>
    <message>
        <source>chmod 600 {path}</source>
        <translation>chmod 600 {path}</translation>
    </message>
    <message>
        <source>of {name}</source>
        <translation>von {name}</translation>
    </message>
    <message>
        <source>{host} offers no SFTP.</source>
        <translation>{host} bietet kein SFTP an.</translation>
    </message>
    <message>
        <source>{host} shows the key {shown} ({kind}) instead of {pinned}: it may be another machine.</source>
        <translation>{host} zeigt den Schlüssel {shown} ({kind}) statt {pinned}: Es kann ein anderer Rechner sein.</translation>
    </message>
    <message>
        <source>{key} is {value!r}.</source>
        <translation>{key} ist {value!r}.</translation>
    </message>
    <message>
        <source>{name} cannot confirm their own act.</source>
        <translation>{name} kann die eigene Handlung nicht selbst bestätigen.</translation>
    </message>
    <message numerus="yes">
        <source>{n} hour(s)</source>
        <translation>
            <numerusform>{n} Stunde</numerusform>
            <numerusform>{n} Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>--keep needs a folder.</source>
        <translation>--keep gilt nur für einen angegebenen Ordner.</translation>
    </message>
    <message>
        <source>Leave --keep out: [backup] of config.toml says which stay. Or name another folder.</source>
        <translation>Lassen Sie --keep weg: [backup] in config.toml bestimmt, welche bleiben. Oder geben Sie einen anderen Ordner an.</translation>
    </message>
    <message>
        <source>Give one, or set backup.days, weeks and months in config.toml.</source>
        <translation>Geben Sie einen an, oder setzen Sie backup.days, weeks und months in config.toml.</translation>
    </message>
    <message>
        <source>A PIN must be entered, and none is set for them.</source>
        <translation>Eine PIN muss eingegeben werden, und für diese Person ist keine gesetzt.</translation>
    </message>
    <message>
        <source>A PIN must be entered.</source>
        <translation>Eine PIN muss eingegeben werden.</translation>
    </message>
    <message>
        <source>A mask may be worn.</source>
        <translation>Eine Maske darf getragen werden.</translation>
    </message>
    <message>
        <source>A mask must be worn.</source>
        <translation>Eine Maske muss getragen werden.</translation>
    </message>
    <message>
        <source>Access begins on {start}.</source>
        <translation>Der Zutritt beginnt am {start}.</translation>
    </message>
    <message>
        <source>Access does not end.</source>
        <translation>Der Zutritt ist unbefristet.</translation>
    </message>
    <message>
        <source>Access ended on {end}.</source>
        <translation>Der Zutritt endete am {end}.</translation>
    </message>
    <message>
        <source>Access ends on {end}.</source>
        <translation>Der Zutritt endet am {end}.</translation>
    </message>
    <message>
        <source>Access is blocked.</source>
        <translation>Der Zutritt ist gesperrt.</translation>
    </message>
    <message>
        <source>Access is not blocked.</source>
        <translation>Der Zutritt ist nicht gesperrt.</translation>
    </message>
    <message>
        <source>Add the year, or let the holiday come every year: --yearly.</source>
        <translation>Ergänzen Sie das Jahr, oder lassen Sie den Feiertag jedes Jahr gelten: --yearly.</translation>
    </message>
    <message>
        <source>At any time.</source>
        <translation>Jederzeit.</translation>
    </message>
    <message>
        <source>Consent to be recognised is on record.</source>
        <translation>Die Einwilligung in die Erkennung liegt vor.</translation>
    </message>
    <message>
        <source>Masks must be taken off.</source>
        <translation>Masken müssen abgenommen werden.</translation>
    </message>
    <message>
        <source>No consent to be recognised is on record: no door knows them.</source>
        <translation>Es liegt keine Einwilligung in die Erkennung vor: Keine Tür kennt diese Person.</translation>
    </message>
    <message>
        <source>See `gatekeeper holidays list`.</source>
        <translation>Siehe `gatekeeper holidays list`.</translation>
    </message>
    <message>
        <source>Somebody else has changed {what} meanwhile: {who}.</source>
        <translation>Jemand anderes hat inzwischen {what} geändert: {who}.</translation>
    </message>
    <message>
        <source>The door admits everybody who is registered.</source>
        <translation>Die Tür lässt alle Registrierten ein.</translation>
    </message>
    <message>
        <source>The door admits {groups}; they are in none of these groups.</source>
        <translation>Die Tür lässt {groups} ein; die Person ist in keiner dieser Gruppen.</translation>
    </message>
    <message>
        <source>The door admits {groups}; they are in {theirs}.</source>
        <translation>Die Tür lässt {groups} ein; die Person ist in {theirs}.</translation>
    </message>
    <message>
        <source>The door has not just opened for them.</source>
        <translation>Die Tür hat nicht eben erst für diese Person geöffnet.</translation>
    </message>
    <message>
        <source>The door opened for them {passed:.0f} seconds ago.</source>
        <translation>Die Tür hat vor {passed:.0f} Sekunden für diese Person geöffnet.</translation>
    </message>
    <message>
        <source>The group {group} follows the schedule {schedule} ({hours})</source>
        <translation>Die Gruppe {group} folgt dem Zeitplan {schedule} ({hours})</translation>
    </message>
    <message>
        <source>The group {group} follows the schedule {schedule}, on the holiday {holiday} ({hours})</source>
        <translation>Die Gruppe {group} folgt dem Zeitplan {schedule}, am Feiertag {holiday} ({hours})</translation>
    </message>
    <message>
        <source>The group {group} may pass at any time.</source>
        <translation>Die Gruppe {group} darf jederzeit hinein.</translation>
    </message>
    <message>
        <source>The group {name!r} is admitted by {doors}.</source>
        <translation>Die Gruppe {name!r} wird von {doors} eingelassen.</translation>
    </message>
    <message>
        <source>The holiday {name!r} comes every year and lasts a year.</source>
        <translation>Der Feiertag {name!r} kehrt jedes Jahr wieder und dauert ein Jahr.</translation>
    </message>
    <message>
        <source>The holiday {name!r} ends on {last}, before it begins on {first}.</source>
        <translation>Der Feiertag {name!r} endet am {last}, bevor er am {first} beginnt.</translation>
    </message>
    <message>
        <source>There is no group {name!r}.</source>
        <translation>Es gibt keine Gruppe {name!r}.</translation>
    </message>
    <message>
        <source>There is no holiday {name!r}.</source>
        <translation>Es gibt keinen Feiertag {name!r}.</translation>
    </message>
    <message>
        <source>Write it as 2026-12-24, or 24.12.2026.</source>
        <translation>Schreiben Sie ihn als 2026-12-24 oder 24.12.2026.</translation>
    </message>
    <message>
        <source>every year from {first} to {last}</source>
        <translation>jedes Jahr vom {first} bis {last}</translation>
    </message>
    <message>
        <source>every year on {day}</source>
        <translation>jedes Jahr am {day}</translation>
    </message>
    <message>
        <source>group added</source>
        <translation>Gruppe angelegt</translation>
    </message>
    <message>
        <source>group removed</source>
        <translation>Gruppe entfernt</translation>
    </message>
    <message>
        <source>group renamed</source>
        <translation>Gruppe umbenannt</translation>
    </message>
    <message>
        <source>holiday changed</source>
        <translation>Feiertag geändert</translation>
    </message>
    <message>
        <source>holiday removed</source>
        <translation>Feiertag entfernt</translation>
    </message>
    <message>
        <source>schedule renamed</source>
        <translation>Zeitplan umbenannt</translation>
    </message>
    <message>
        <source>the group {name}</source>
        <translation>die Gruppe {name}</translation>
    </message>
    <message>
        <source>the holiday {name}</source>
        <translation>den Feiertag {name}</translation>
    </message>
    <message>
        <source>the rule of the door {name}</source>
        <translation>die Regel der Tür {name}</translation>
    </message>
    <message>
        <source>the schedule {name}</source>
        <translation>den Zeitplan {name}</translation>
    </message>
    <message>
        <source>{hours:; }: that is not now.</source>
        <translation>{hours:; }: nicht zu dieser Zeit.</translation>
    </message>
    <message>
        <source>{hours}: that is now.</source>
        <translation>{hours}: zu dieser Zeit.</translation>
    </message>
    <message>
        <source>{hours}; on holidays too</source>
        <translation>{hours}; auch an Feiertagen</translation>
    </message>
    <message>
        <source>Choose 1 to {most}.</source>
        <translation>Wählen Sie 1 bis {most}.</translation>
    </message>
    <message>
        <source>TLS needs a certificate and its key.</source>
        <translation>TLS braucht ein Zertifikat und dessen Schlüssel.</translation>
    </message>
    <message>
        <source>The session is over, or the token is not valid.</source>
        <translation>Die Sitzung ist beendet, oder das Token ist ungültig.</translation>
    </message>
    <message>
        <source>The session of {name} is over.</source>
        <translation>Die Sitzung von {name} ist beendet.</translation>
    </message>
    <message>
        <source>There is no access token {name!r}.</source>
        <translation>Es gibt kein Zugriffstoken {name!r}.</translation>
    </message>
    <message>
        <source>access token given</source>
        <translation>Zugriffstoken ausgestellt</translation>
    </message>
    <message>
        <source>access token withdrawn</source>
        <translation>Zugriffstoken entzogen</translation>
    </message>
    <message>
        <source>door locked by hand</source>
        <translation>Tür von Hand verriegelt</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>the key of that certificate</source>
        <translation>Schlüssel dieses Zertifikats</translation>
    </message>
    <message>
        <source>the service answers at</source>
        <translation>Der Dienst antwortet unter</translation>
    </message>
    <message>
        <source>the service&apos;s certificate</source>
        <translation>Zertifikat des Dienstes</translation>
    </message>
    <message>
        <source>the service&apos;s socket</source>
        <translation>Socket des Dienstes</translation>
    </message>
    <message>
        <source>{key} is missing.</source>
        <translation>{key} fehlt.</translation>
    </message>
    <message>
        <source>Relays on one port must be of one kind, with the same baud.</source>
        <translation>Relais an einem Anschluss müssen von einer Art sein und dieselbe Baudrate haben.</translation>
    </message>
    <message>
        <source>The serial port {port} is used by another door, as {speaks}.</source>
        <translation>Den seriellen Anschluss {port} benutzt eine andere Tür, als {speaks}.</translation>
    </message>
    <message>
        <source>The serial port {port} was lost.</source>
        <translation>Der serielle Anschluss {port} ist verloren gegangen.</translation>
    </message>
    <message>
        <source>--passback-reset {text!r} is no time of day.</source>
        <translation>--passback-reset {text!r} ist keine Uhrzeit.</translation>
    </message>
    <message>
        <source>A list cannot be written as {file!r}.</source>
        <translation>Als {file!r} lässt sich keine Liste schreiben.</translation>
    </message>
    <message>
        <source>By the door</source>
        <translation>Durch die Tür</translation>
    </message>
    <message>
        <source>Choose a later time.</source>
        <translation>Wählen Sie eine spätere Zeit.</translation>
    </message>
    <message>
        <source>Choose an unknown visitor.</source>
        <translation>Wählen Sie einen unbekannten Besucher.</translation>
    </message>
    <message>
        <source>Event {event} is no visit of somebody unknown.</source>
        <translation>Ereignis {event} ist kein Besuch eines Unbekannten.</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>Gast von</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>Drinnen seit</translation>
    </message>
    <message>
        <source>Let them read the consent text.</source>
        <translation>Legen Sie der Person den Einwilligungstext vor.</translation>
    </message>
    <message>
        <source>Look into the camera once more.</source>
        <translation>Sehen Sie noch einmal in die Kamera.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Give --event or --photo.</source>
        <translation>Geben Sie --event oder --photo an.</translation>
    </message>
    <message>
        <source>There is no picture of the guest.</source>
        <translation>Es gibt kein Bild des Gastes.</translation>
    </message>
    <message>
        <source>Put right by {who}: {where}</source>
        <translation>Berichtigt von {who}: {where}</translation>
    </message>
    <message>
        <source>See `gatekeeper guests list`.</source>
        <translation>Siehe `gatekeeper guests list`.</translation>
    </message>
    <message>
        <source>Set &quot;direction&quot; of a camera to &quot;in&quot;, and of another to &quot;out&quot;, first.</source>
        <translation>Setzen Sie zuerst „direction“ einer Kamera auf &quot;in&quot; und einer anderen auf &quot;out&quot;.</translation>
    </message>
    <message>
        <source>Take a photo of them now, without a mask.</source>
        <translation>Nehmen Sie jetzt ein Foto der Person ohne Maske auf.</translation>
    </message>
    <message>
        <source>The visit ends before it begins.</source>
        <translation>Der Besuch endet, bevor er beginnt.</translation>
    </message>
    <message>
        <source>There is no group {group!r}.</source>
        <translation>Es gibt keine Gruppe {group!r}.</translation>
    </message>
    <message>
        <source>They have passed another door just now.</source>
        <translation>Die Person ist gerade durch eine andere Tür gegangen.</translation>
    </message>
    <message>
        <source>Use .csv or .html.</source>
        <translation>Verwenden Sie .csv oder .html.</translation>
    </message>
    <message>
        <source>Who is inside</source>
        <translation>Wer drinnen ist</translation>
    </message>
    <message>
        <source>Write it as 04:00, or never.</source>
        <translation>Schreiben Sie 04:00 oder never.</translation>
    </message>
    <message>
        <source>Write it as 2026-01.</source>
        <translation>Schreiben Sie den Monat als 2026-01.</translation>
    </message>
    <message>
        <source>You are inside already, since {at} by {door}. Please ask at the door desk.</source>
        <translation>Sie sind schon drinnen, seit {at} durch {door}. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>and forgotten every day at</source>
        <translation>und täglich vergessen um</translation>
    </message>
    <message>
        <source>attendance exported</source>
        <translation>Anwesenheit exportiert</translation>
    </message>
    <message>
        <source>evacuation list</source>
        <translation>Evakuierungsliste</translation>
    </message>
    <message>
        <source>evacuation list exported</source>
        <translation>Evakuierungsliste exportiert</translation>
    </message>
    <message>
        <source>going in twice</source>
        <translation>doppeltes Eintreten</translation>
    </message>
    <message>
        <source>guest of person {host}, until {end}</source>
        <translation>Gast von Person {host}, bis {end}</translation>
    </message>
    <message>
        <source>guest welcomed</source>
        <translation>Gast aufgenommen</translation>
    </message>
    <message>
        <source>guests are kept after their visit</source>
        <translation>Gäste bleiben nach ihrem Besuch gespeichert</translation>
    </message>
    <message>
        <source>however long</source>
        <translation>beliebig lange</translation>
    </message>
    <message>
        <source>in</source>
        <translation>hinein</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>drinnen</translation>
    </message>
    <message>
        <source>leads</source>
        <translation>führt</translation>
    </message>
    <message>
        <source>no time</source>
        <translation>keine Zeit</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation>wird nicht beachtet</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>opens, with an alarm</source>
        <translation>öffnet, mit Alarm</translation>
    </message>
    <message>
        <source>out</source>
        <translation>hinaus</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>draußen</translation>
    </message>
    <message>
        <source>presence put right</source>
        <translation>Anwesenheit berichtigt</translation>
    </message>
    <message>
        <source>presence worked out anew</source>
        <translation>Anwesenheit neu berechnet</translation>
    </message>
    <message>
        <source>remembers who is inside for</source>
        <translation>merkt sich, wer drinnen ist, für</translation>
    </message>
    <message>
        <source>visit ended</source>
        <translation>Besuch beendet</translation>
    </message>
    <message>
        <source>who is inside is remembered for</source>
        <translation>gemerkt wird, wer drinnen ist, für</translation>
    </message>
    <message>
        <source>who is inside is written to</source>
        <translation>wer drinnen ist, wird geschrieben nach</translation>
    </message>
    <message>
        <source>{hours:g} h</source>
        <translation>{hours:g} h</translation>
    </message>
    <message>
        <source>{month!r} is not a month.</source>
        <translation>{month!r} ist kein Monat.</translation>
    </message>
    <message>
        <source>{name} goes in and is inside already.</source>
        <translation>{name} geht hinein und ist schon drinnen.</translation>
    </message>
    <message>
        <source>{name} goes out and has left already.</source>
        <translation>{name} geht hinaus und ist schon draußen.</translation>
    </message>
    <message numerus="yes">
        <source>{n} person(s)</source>
        <translation>
            <numerusform>{n} Person</numerusform>
            <numerusform>{n} Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} person(s), as of {at}</source>
        <translation>
            <numerusform>{n} Person, Stand {at}</numerusform>
            <numerusform>{n} Personen, Stand {at}</numerusform>
        </translation>
    </message>
    <message>
        <source>They are inside already, since {at} by {door}.</source>
        <translation>Die Person ist schon drinnen, seit {at} durch {door}.</translation>
    </message>
    <message>
        <source>They do not go the same way twice.</source>
        <translation>Die Person geht nicht zweimal in dieselbe Richtung.</translation>
    </message>
    <message>
        <source>They have left already, at {at} by {door}.</source>
        <translation>Die Person ist schon hinausgegangen, am {at} durch {door}.</translation>
    </message>
    <message>
        <source>{name} is {value}.</source>
        <translation>{name} ist {value}.</translation>
    </message>
    <message>
        <source>Entry {number} of the trail is damaged.</source>
        <translation>Eintrag {number} des Protokolls der Handlungen ist beschädigt.</translation>
    </message>
    <message>
        <source>Event {number} is damaged: {what} cannot be read.</source>
        <translation>Ereignis {number} ist beschädigt: {what} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>For example: shift_jis, euc_jp, gb18030, big5, euc_kr, cp1251, cp1252.</source>
        <translation>Zum Beispiel: shift_jis, euc_jp, gb18030, big5, euc_kr, cp1251, cp1252.</translation>
    </message>
    <message>
        <source>Repeat the same line.</source>
        <translation>Wiederholen Sie dieselbe Zeile.</translation>
    </message>
    <message>
        <source>Run it in a terminal.</source>
        <translation>Führen Sie den Befehl in einem Terminal aus.</translation>
    </message>
    <message>
        <source>Save it with 8 or 16 bits a colour.</source>
        <translation>Speichern Sie es mit 8 oder 16 Bit je Farbe.</translation>
    </message>
    <message>
        <source>There is no encoding {encoding!r}.</source>
        <translation>Die Kodierung {encoding!r} gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} is a TIFF of floating-point colours.</source>
        <translation>{name} ist ein TIFF mit Gleitkommafarben.</translation>
    </message>
    <message>
        <source>{question} is required, but standard input is empty.</source>
        <translation>{question} wird verlangt, und es wurde nichts übergeben.</translation>
    </message>
    <message>
        <source>{question}: the two input lines differ.</source>
        <translation>{question}: Die beiden übergebenen Zeilen unterscheiden sich.</translation>
    </message>
    <message>
        <source>Correct them, or move the file away.</source>
        <translation>Berichtigen Sie sie, oder verschieben Sie die Datei.</translation>
    </message>
    <message>
        <source>It must be more than half of recognition.window and at most all of it.</source>
        <translation>Nötig ist mehr als die Hälfte von recognition.window und höchstens alles davon.</translation>
    </message>
    <message>
        <source>Write {table} above its settings.</source>
        <translation>Schreiben Sie {table} über ihre Einstellungen.</translation>
    </message>
    <message>
        <source>like {example}</source>
        <translation>etwas wie {example}</translation>
    </message>
    <message>
        <source>there is no setting {name}.</source>
        <translation>Eine Einstellung {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>{least} or more</source>
        <translation>{least} oder mehr</translation>
    </message>
    <message>
        <source>{name} has too many digits.</source>
        <translation>{name} hat zu viele Ziffern.</translation>
    </message>
    <message>
        <source>{name} is a table, not {value}.</source>
        <translation>{name} ist eine Tabelle, nicht {value}.</translation>
    </message>
    <message>
        <source>{path}: {count} settings are wrong:
{mistakes:
}</source>
        <translation>{path}: {count} Einstellungen sind falsch:
{mistakes:
}</translation>
    </message>
    <message>
        <source>All doors are locked: nobody can pass now.</source>
        <translation>Alle Türen sind gesperrt: Zurzeit kommt niemand durch.</translation>
    </message>
    <message>
        <source>All doors follow their rules again, by {who}: {why}</source>
        <translation>Alle Türen folgen wieder ihren Regeln, auf Anordnung von {who}: {why}</translation>
    </message>
    <message>
        <source>All doors were locked by {who}: {why}</source>
        <translation>Alle Türen wurden von {who} gesperrt: {why}</translation>
    </message>
    <message>
        <source>All doors were opened by {who}: {why}</source>
        <translation>Alle Türen wurden von {who} geöffnet: {why}</translation>
    </message>
    <message>
        <source>Let the doors follow their rules again first: the Doors page.</source>
        <translation>Lassen Sie die Türen zuerst wieder ihren Regeln folgen: auf der Seite „Türen“.</translation>
    </message>
    <message>
        <source>This door stays shut, since it cannot be read whether all doors are locked.</source>
        <translation>Diese Tür bleibt zu, weil nicht lesbar ist, ob alle Türen gesperrt sind.</translation>
    </message>
    <message>
        <source>all doors follow their rules</source>
        <translation>alle Türen folgen ihren Regeln</translation>
    </message>
    <message>
        <source>all doors locked</source>
        <translation>alle Türen gesperrt</translation>
    </message>
    <message>
        <source>all doors opened</source>
        <translation>alle Türen geöffnet</translation>
    </message>
    <message>
        <source>A service runs on {home} already: {holder}.</source>
        <translation>Auf {home} läuft schon ein Dienst: {holder}.</translation>
    </message>
    <message>
        <source>Check service.certificate and service.key in config.toml.</source>
        <translation>Prüfen Sie service.certificate und service.key in config.toml.</translation>
    </message>
    <message>
        <source>Choose another service.host or service.port in config.toml.</source>
        <translation>Wählen Sie in config.toml einen anderen Wert für service.host oder service.port.</translation>
    </message>
    <message>
        <source>End it first.</source>
        <translation>Beenden Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Niemand ist angemeldet.</translation>
    </message>
    <message>
        <source>See its log.</source>
        <translation>Sehen Sie in sein Protokoll.</translation>
    </message>
    <message>
        <source>Send a token: Authorization: Bearer TOKEN.</source>
        <translation>Senden Sie ein Token: Authorization: Bearer TOKEN.</translation>
    </message>
    <message>
        <source>Take another one.</source>
        <translation>Nehmen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The certificate {certificate} cannot be used: {error}</source>
        <translation>Das Zertifikat {certificate} ist nicht verwendbar: {error}</translation>
    </message>
    <message>
        <source>The service answers at {place}.</source>
        <translation>Der Dienst antwortet unter {place}.</translation>
    </message>
    <message>
        <source>The service cannot answer at {place}: {error}</source>
        <translation>Der Dienst kann unter {place} nicht antworten: {error}</translation>
    </message>
    <message>
        <source>There is no role {role!r}.</source>
        <translation>Es gibt keine Rolle {role!r}.</translation>
    </message>
    <message>
        <source>{name} cannot be taken: {why}</source>
        <translation>{name} kann nicht aufgenommen werden: {why}</translation>
    </message>
    <message>
        <source>Choose one of 1 to {count}.</source>
        <translation>Wählen Sie einen von 1 bis {count}.</translation>
    </message>
    <message>
        <source>Connect one; a panel of its own shows it with: gatekeeper kiosk {door}.</source>
        <translation>Schließen Sie einen an. Auf einem eigenen Gerät zeigt ihn: gatekeeper kiosk {door}.</translation>
    </message>
    <message>
        <source>Give it one on the Settings page.</source>
        <translation>Geben Sie ihr auf der Seite „Einstellungen“ eine.</translation>
    </message>
    <message>
        <source>The door {door} has no camera.</source>
        <translation>Die Tür {door} hat keine Kamera.</translation>
    </message>
    <message>
        <source>There is no monitor {number}.</source>
        <translation>Es gibt keinen Monitor {number}.</translation>
    </message>
    <message>
        <source>There is no second monitor.</source>
        <translation>Es gibt keinen zweiten Monitor.</translation>
    </message>
    <message>
        <source>Without one: gatekeeper run.</source>
        <translation>Ohne Fenster: gatekeeper run.</translation>
    </message>
    <message>
        <source>The service does not answer.</source>
        <translation>Der Dienst antwortet nicht.</translation>
    </message>
    <message>
        <source>Wait until it is back.</source>
        <translation>Warten Sie, bis er wieder da ist.</translation>
    </message>
    <message>
        <source>A backup was made again.</source>
        <translation>Es wurde wieder eine Sicherung angelegt.</translation>
    </message>
    <message>
        <source>No more unknown people have come for a while.</source>
        <translation>Seit einer Weile sind keine Unbekannten mehr gekommen.</translation>
    </message>
    <message>
        <source>No picture has been held before the camera for a while.</source>
        <translation>Seit einer Weile wurde kein Bild mehr vor die Kamera gehalten.</translation>
    </message>
    <message>
        <source>See `gatekeeper alarms list`.</source>
        <translation>Siehe `gatekeeper alarms list`.</translation>
    </message>
    <message>
        <source>Somebody was forced to open the door. Get help; call nobody at the door.</source>
        <translation>Jemand wurde gezwungen, die Tür zu öffnen. Holen Sie Hilfe; rufen Sie niemanden an der Tür an.</translation>
    </message>
    <message>
        <source>Something that is no living face was held before the camera.</source>
        <translation>Etwas, das kein lebendes Gesicht ist, wurde vor die Kamera gehalten.</translation>
    </message>
    <message>
        <source>The blocked person has not come again for a while.</source>
        <translation>Die gesperrte Person ist seit einer Weile nicht mehr gekommen.</translation>
    </message>
    <message>
        <source>The camera delivers pictures again.</source>
        <translation>Die Kamera liefert wieder Bilder.</translation>
    </message>
    <message>
        <source>The camera {camera} delivers no pictures: {why}</source>
        <translation>Die Kamera {camera} liefert keine Bilder: {why}</translation>
    </message>
    <message>
        <source>The disk of {home} has {free:,} MB left.</source>
        <translation>Auf dem Datenträger von {home} sind noch {free:,} MB frei.</translation>
    </message>
    <message>
        <source>The log can be written again.</source>
        <translation>Das Protokoll kann wieder geschrieben werden.</translation>
    </message>
    <message>
        <source>The log cannot be written: {why}</source>
        <translation>Das Protokoll kann nicht geschrieben werden: {why}</translation>
    </message>
    <message>
        <source>The program ended without locking up, after {last}, and runs again.</source>
        <translation>Das Programm endete nach {last}, ohne ordnungsgemäß zu schließen, und läuft wieder.</translation>
    </message>
    <message>
        <source>The program runs on.</source>
        <translation>Das Programm läuft weiter.</translation>
    </message>
    <message>
        <source>The relay of the door {door} failed: {why}</source>
        <translation>Das Relais der Tür {door} ist ausgefallen: {why}</translation>
    </message>
    <message>
        <source>The relay works again.</source>
        <translation>Das Relais arbeitet wieder.</translation>
    </message>
    <message>
        <source>There is no alarm {number}.</source>
        <translation>Es gibt keinen Alarm {number}.</translation>
    </message>
    <message>
        <source>There is room on the disk again.</source>
        <translation>Auf dem Datenträger ist wieder Platz.</translation>
    </message>
    <message>
        <source>acknowledge alarms</source>
        <translation>Alarme bestätigen</translation>
    </message>
    <message>
        <source>alarm acknowledged</source>
        <translation>Alarm bestätigt</translation>
    </message>
    <message>
        <source>alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>less room on the disk than</source>
        <translation>weniger Platz auf dem Datenträger als</translation>
    </message>
    <message>
        <source>no picture for</source>
        <translation>kein Bild seit</translation>
    </message>
    <message>
        <source>unknown visits to one door</source>
        <translation>unbekannte Besuche an einer Tür</translation>
    </message>
    <message>
        <source>within</source>
        <translation>innerhalb von</translation>
    </message>
    <message>
        <source>{megabytes:,} MB</source>
        <translation>{megabytes:,} MB</translation>
    </message>
    <message>
        <source>{name}, who is blocked, was at the door.</source>
        <translation>{name} (gesperrt) war an der Tür.</translation>
    </message>
    <message numerus="yes">
        <source>Unknown people came {n} time(s) within {within}.</source>
        <translation>
            <numerusform>Innerhalb von {within} kam {n}-mal jemand Unbekanntes.</numerusform>
            <numerusform>Innerhalb von {within} kam {n}-mal jemand Unbekanntes.</numerusform>
        </translation>
    </message>
    <message>
        <source>--which cannot be {which!r}.</source>
        <translation>--which kann nicht {which!r} sein.</translation>
    </message>
    <message>
        <source>A note is for one person.</source>
        <translation>Eine Notiz gilt einer einzelnen Person.</translation>
    </message>
    <message>
        <source>At most {most} letters, and no control characters.</source>
        <translation>Höchstens {most} Zeichen, keine Steuerzeichen.</translation>
    </message>
    <message>
        <source>Give one person.</source>
        <translation>Geben Sie eine Person an.</translation>
    </message>
    <message>
        <source>The {what} cannot be stored.</source>
        <translation>{what} kann nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>department</source>
        <translation>Abteilung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>person&apos;s department changed</source>
        <translation>Abteilung der Person geändert</translation>
    </message>
    <message>
        <source>person&apos;s note changed</source>
        <translation>Notiz zur Person geändert</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>Export it there: gatekeeper key export {file}</source>
        <translation>Exportieren Sie ihn dorthin: gatekeeper key export {file}</translation>
    </message>
    <message>
        <source>Run this as administrator.</source>
        <translation>Führen Sie dies als Administrator aus.</translation>
    </message>
    <message>
        <source>See `journalctl -u gatekeeper`, with --user for a service of your own.</source>
        <translation>Siehe `journalctl -u gatekeeper`, bei einem eigenen Dienst mit --user.</translation>
    </message>
    <message>
        <source>The key of the database is not in {file}, and a service has no keyring.</source>
        <translation>Der Schlüssel der Datenbank liegt nicht in {file}, und ein Dienst hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>The service cannot be registered: {error}</source>
        <translation>Der Dienst kann nicht eingetragen werden: {error}</translation>
    </message>
    <message>
        <source>The service cannot be removed: {error}</source>
        <translation>Der Dienst kann nicht entfernt werden: {error}</translation>
    </message>
    <message>
        <source>There is no systemd here.</source>
        <translation>Hier gibt es kein systemd.</translation>
    </message>
    <message>
        <source>This is not Windows.</source>
        <translation>Dies ist kein Windows.</translation>
    </message>
    <message>
        <source>{command} failed: {why}</source>
        <translation>{command} ist fehlgeschlagen: {why}</translation>
    </message>
    <message>
        <source>{file} cannot be removed: {error}</source>
        <translation>{file} kann nicht entfernt werden: {error}</translation>
    </message>
    <message>
        <source>{file} cannot be written: {error}</source>
        <translation>{file} kann nicht geschrieben werden: {error}</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>Und {count} weitere.</translation>
    </message>
    <message>
        <source>Of their photos recognised</source>
        <translation>Von ihren Fotos erkannt</translation>
    </message>
    <message>
        <source>Who would no longer be known</source>
        <translation>Wer nicht mehr erkannt würde</translation>
    </message>
    <message>
        <source>--interlock and --no-interlock exclude each other.</source>
        <translation>--interlock und --no-interlock schließen einander aus.</translation>
    </message>
    <message numerus="yes">
        <source>A second person must be let in within {n} second(s).</source>
        <translation>
            <numerusform>Innerhalb von {n} Sekunde muss eine zweite Person eingelassen werden.</numerusform>
            <numerusform>Innerhalb von {n} Sekunden muss eine zweite Person eingelassen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a schedule by which it is kept open.</source>
        <translation>Wählen Sie einen Zeitplan, nach dem sie offen gehalten wird.</translation>
    </message>
    <message>
        <source>It must be 0 to {most} s; 0: it opens for each alone.</source>
        <translation>Es müssen 0 bis {most} s sein; 0: Sie öffnet für jede Person allein.</translation>
    </message>
    <message>
        <source>Please wait until the door {door} is shut.</source>
        <translation>Bitte warten Sie, bis die Tür {door} geschlossen ist.</translation>
    </message>
    <message numerus="yes">
        <source>Please wait: a second person must be recognised within {n} second(s).</source>
        <translation>
            <numerusform>Bitte warten Sie: Innerhalb von {n} Sekunde muss eine zweite Person erkannt werden.</numerusform>
            <numerusform>Bitte warten Sie: Innerhalb von {n} Sekunden muss eine zweite Person erkannt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>The door cannot be kept open: {why}</source>
        <translation>Die Tür kann nicht offen gehalten werden: {why}</translation>
    </message>
    <message>
        <source>The door is kept open by the schedule {schedule}.</source>
        <translation>Die Tür wird nach dem Zeitplan {schedule} offen gehalten.</translation>
    </message>
    <message>
        <source>The door is no longer kept open.</source>
        <translation>Die Tür wird nicht mehr offen gehalten.</translation>
    </message>
    <message>
        <source>The door was locked and is not kept open until its next hours.</source>
        <translation>Die Tür wurde gesperrt und wird bis zu ihren nächsten Zeiten nicht offen gehalten.</translation>
    </message>
    <message>
        <source>The door {name!r} is kept open after the first person, and has no hours for that.</source>
        <translation>Die Tür {name!r} wird nach der ersten Person offen gehalten und hat keine Zeiten dafür.</translation>
    </message>
    <message>
        <source>The door {name!r} waits {value:g} s for a second person.</source>
        <translation>Die Tür {name!r} wartet {value:g} s auf eine zweite Person.</translation>
    </message>
    <message>
        <source>There is no other door {name!r} to interlock with.</source>
        <translation>Es gibt keine andere Tür {name!r}, mit der verriegelt werden kann.</translation>
    </message>
    <message>
        <source>These doors must be shut: {doors}.</source>
        <translation>Diese Türen müssen geschlossen sein: {doors}.</translation>
    </message>
    <message>
        <source>This door stays shut: {door} is run by no part of this program.</source>
        <translation>Diese Tür bleibt zu: Die Tür {door} wird nicht von diesem Programm betrieben.</translation>
    </message>
    <message>
        <source>each alone</source>
        <translation>jede Person allein</translation>
    </message>
    <message>
        <source>holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>kept open</source>
        <translation>offen gehalten</translation>
    </message>
    <message>
        <source>kept open after the first person only</source>
        <translation>erst nach der ersten Person offen gehalten</translation>
    </message>
    <message>
        <source>opens for two people within</source>
        <translation>öffnet für zwei Personen innerhalb von</translation>
    </message>
    <message>
        <source>stays shut while open</source>
        <translation>bleibt zu, solange offen ist</translation>
    </message>
    <message>
        <source>waits for a second person for</source>
        <translation>wartet auf eine zweite Person</translation>
    </message>
    <message>
        <source>Nobody comes to the door any more.</source>
        <translation>Es kommt niemand mehr an die Tür.</translation>
    </message>
    <message>
        <source>See the log.</source>
        <translation>Sehen Sie ins Protokoll.</translation>
    </message>
    <message>
        <source>service restarted</source>
        <translation>Dienst neu gestartet</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Home Assistant looks at</source>
        <translation>Home Assistant sucht unter</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>The test did not arrive: {why}.</source>
        <translation>Der Test kam nicht an: {why}.</translation>
    </message>
    <message>
        <source>There is no outlet {name!r}.</source>
        <translation>Es gibt keinen Ausgang {name!r}.</translation>
    </message>
    <message>
        <source>Write it as https://HOST/PATH.</source>
        <translation>Schreiben Sie sie als https://HOST/PFAD.</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>dead letters sent again</source>
        <translation>Zurückgelegtes erneut gesendet</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>for</source>
        <translation>an</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>is told of</source>
        <translation>erfährt von</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>no second mail within</source>
        <translation>keine zweite Mail innerhalb von</translation>
    </message>
    <message>
        <source>outlet tested</source>
        <translation>Ausgang getestet</translation>
    </message>
    <message>
        <source>password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>refusals that are borne</source>
        <translation>geduldete Ablehnungen</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>user</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>who signed its certificate</source>
        <translation>Aussteller des Zertifikats</translation>
    </message>
    <message>
        <source>with pictures</source>
        <translation>mit Bildern</translation>
    </message>
    <message numerus="yes">
        <source>{n} message(s)</source>
        <translation>
            <numerusform>{n} Nachricht</numerusform>
            <numerusform>{n} Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>the way in is refused</source>
        <translation>das Hineingehen wird verweigert</translation>
    </message>
    <message>
        <source>They are inside already, since {at}.</source>
        <translation>Die Person ist schon drinnen, seit {at}.</translation>
    </message>
    <message>
        <source>They have left already, at {at}.</source>
        <translation>Die Person ist schon hinausgegangen, am {at}.</translation>
    </message>
    <message>
        <source>You are inside already, since {at}. Please ask at the door desk.</source>
        <translation>Sie sind schon drinnen, seit {at}. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>no NVIDIA graphics card with a driver was found</source>
        <translation>es findet sich keine NVIDIA-Grafikkarte mit Treiber</translation>
    </message>
    <message>
        <source>faster than {card} here: {other:.1f} ms per frame, compared with {ms:.1f} ms</source>
        <translation>hier schneller als {card}: {other:.1f} ms je Bild gegenüber {ms:.1f} ms</translation>
    </message>
    <message>
        <source>{ms:.1f} ms per frame, compared with {other:.1f} ms on the processor</source>
        <translation>{ms:.1f} ms je Bild gegenüber {other:.1f} ms auf dem Prozessor</translation>
    </message>
    <message>
        <source>A stored face has the shape {shape}, not {wanted}.</source>
        <translation>Ein aufbewahrtes Gesicht hat die Form {shape} statt {wanted}.</translation>
    </message>
    <message>
        <source>Do not use this model.</source>
        <translation>Verwenden Sie dieses Modell nicht.</translation>
    </message>
    <message>
        <source>It must be true or false.</source>
        <translation>Es ist true oder false.</translation>
    </message>
    <message>
        <source>The card of the model {model} has no threshold or window.</source>
        <translation>Die Karte des Modells {model} nennt weder Schwelle noch Fenster.</translation>
    </message>
    <message>
        <source>The model {model} is from an older version and handles covered faces only.</source>
        <translation>Das Modell {model} stammt aus einer älteren Version und ist nur für verdeckte Gesichter.</translation>
    </message>
    <message>
        <source>The network of {model} gives {found} numbers, but its card says {wanted}.</source>
        <translation>Das Netz von {model} liefert {found} Zahlen, und auf seiner Karte steht {wanted}.</translation>
    </message>
    <message>
        <source>The options are: dim, pooling, dropout.</source>
        <translation>Es gibt: dim, pooling, dropout.</translation>
    </message>
    <message>
        <source>Choose one of: {architectures}.</source>
        <translation>Es gibt: {architectures}.</translation>
    </message>
    <message>
        <source>Choose one of: {poolings}.</source>
        <translation>Es gibt: {poolings}.</translation>
    </message>
    <message>
        <source>Supported sizes: {sizes}.</source>
        <translation>Unterstützte Größen: {sizes}.</translation>
    </message>
    <message>
        <source>it did not answer within {seconds:.0f} seconds</source>
        <translation>sie hat innerhalb von {seconds:.0f} Sekunden nicht geantwortet</translation>
    </message>
    <message>
        <source>--door and --any-door exclude each other.</source>
        <translation>--door und --any-door schließen einander aus.</translation>
    </message>
    <message>
        <source>A form cannot be written as {file!r}.</source>
        <translation>Ein Formular kann nicht als {file!r} geschrieben werden.</translation>
    </message>
    <message>
        <source>At most {most}.</source>
        <translation>Höchstens {most}.</translation>
    </message>
    <message>
        <source>Change it first.</source>
        <translation>Ändern Sie ihn erst.</translation>
    </message>
    <message>
        <source>Give it another version.</source>
        <translation>Geben Sie ihm eine andere Fassung.</translation>
    </message>
    <message>
        <source>Name one, or block the person.</source>
        <translation>Nennen Sie eine, oder sperren Sie die Person.</translation>
    </message>
    <message>
        <source>No consent of {name} is on record.</source>
        <translation>Von {name} liegt keine Einwilligung vor.</translation>
    </message>
    <message>
        <source>No door is named.</source>
        <translation>Es ist keine Tür genannt.</translation>
    </message>
    <message>
        <source>The consent text in {language} has {n} characters.</source>
        <translation>Der Einwilligungstext in {language} hat {n} Zeichen.</translation>
    </message>
    <message>
        <source>The consent text in {language} holds a control character (U+{code:04X}).</source>
        <translation>Der Einwilligungstext in {language} enthält ein Steuerzeichen (U+{code:04X}).</translation>
    </message>
    <message>
        <source>The consent text in {language} is empty.</source>
        <translation>Der Einwilligungstext in {language} ist leer.</translation>
    </message>
    <message>
        <source>The consent text in {language} names {placeholder}, and nothing says what that is.</source>
        <translation>Der Einwilligungstext in {language} nennt {placeholder}, und nirgends steht, was das ist.</translation>
    </message>
    <message>
        <source>The consent text in {language}, line {line}: {written!r} is no placeholder.</source>
        <translation>Einwilligungstext in {language}, Zeile {line}: {written!r} ist kein Platzhalter.</translation>
    </message>
    <message>
        <source>The form {path} cannot be written: {why}.</source>
        <translation>Das Formular {path} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>There is a consent text {version} already.</source>
        <translation>Es gibt schon einen Einwilligungstext {version}.</translation>
    </message>
    <message>
        <source>There is no consent text {version!r}.</source>
        <translation>Es gibt keinen Einwilligungstext {version!r}.</translation>
    </message>
    <message>
        <source>There is no language {language!r}.</source>
        <translation>Es gibt keine Sprache {language!r}.</translation>
    </message>
    <message>
        <source>They may pass these doors only: {doors}.</source>
        <translation>Die Person darf nur durch diese Türen: {doors}.</translation>
    </message>
    <message>
        <source>Use .html or .pdf.</source>
        <translation>Nehmen Sie .html oder .pdf.</translation>
    </message>
    <message>
        <source>Use at most {most} printable characters.</source>
        <translation>Höchstens {most} druckbare Zeichen.</translation>
    </message>
    <message>
        <source>Write what people agree to.</source>
        <translation>Schreiben Sie, wozu man zustimmt.</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>consent text changed</source>
        <translation>Einwilligungstext geändert</translation>
    </message>
    <message>
        <source>guest of person {host}, until {end}, {doors} only</source>
        <translation>Gast von Person {host}, bis {end}, nur {doors}</translation>
    </message>
    <message>
        <source>person&apos;s doors changed</source>
        <translation>Türen der Person geändert</translation>
    </message>
    <message>
        <source>photos deleted</source>
        <translation>Fotos gelöscht</translation>
    </message>
    <message>
        <source>residents&apos; screen greets by name</source>
        <translation>Bildschirm an der Tür grüßt mit Namen</translation>
    </message>
    <message>
        <source>residents&apos; screen sounds</source>
        <translation>Töne am Bildschirm an der Tür</translation>
    </message>
    <message>
        <source>signed consent form on file</source>
        <translation>unterschriebene Einwilligung liegt vor</translation>
    </message>
    <message>
        <source>{value!r} cannot be stored.</source>
        <translation>{value!r} kann nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>--keep-photos goes with --withdraw.</source>
        <translation>--keep-photos gehört zu --withdraw.</translation>
    </message>
    <message>
        <source>Add --withdraw, or omit --keep-photos.</source>
        <translation>Ergänzen Sie --withdraw oder lassen Sie --keep-photos weg.</translation>
    </message>
    <message>
        <source>Omit --at, --language, --version and --paper.</source>
        <translation>Lassen Sie --at, --language, --version und --paper weg.</translation>
    </message>
    <message>
        <source>Omit one of them.</source>
        <translation>Lassen Sie eines davon weg.</translation>
    </message>
    <message>
        <source>Give a picture file.</source>
        <translation>Wählen Sie eine Bilddatei.</translation>
    </message>
    <message>
        <source>Give a folder of pictures.</source>
        <translation>Wählen Sie einen Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>Give a folder with one folder of photos per person.</source>
        <translation>Wählen Sie einen Ordner, der für jede Person einen Ordner mit Fotos enthält.</translation>
    </message>
    <message>
        <source>None of the photos was accepted.</source>
        <translation>Keines der Fotos wurde angenommen.</translation>
    </message>
    <message>
        <source>This is not a valid PIN.</source>
        <translation>Das ist keine PIN.</translation>
    </message>
    <message>
        <source>Choose digits that do not repeat or count up or down.</source>
        <translation>Wählen Sie Ziffern, die sich weder wiederholen noch auf- oder abwärts zählen.</translation>
    </message>
    <message>
        <source>Choose one that does not contain the name and has different characters.</source>
        <translation>Wählen Sie eines ohne den Namen und mit verschiedenen Zeichen.</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>Machen Sie erst jemand anderen dazu.</translation>
    </message>
    <message>
        <source>it stopped delivering frames</source>
        <translation>sie liefert keine Bilder mehr</translation>
    </message>
    <message>
        <source>Write the hidden part instead of ***.</source>
        <translation>Schreiben Sie aus, wofür *** steht.</translation>
    </message>
    <message>
        <source>Check the file.</source>
        <translation>Prüfen Sie die Datei.</translation>
    </message>
    <message>
        <source>Is it switched on, and is the address right?</source>
        <translation>Ist sie eingeschaltet, und stimmt die Adresse?</translation>
    </message>
    <message>
        <source>Copy it again from its source.</source>
        <translation>Kopieren Sie es noch einmal von der Quelle.</translation>
    </message>
    <message>
        <source>It cannot be read, or the link is broken.</source>
        <translation>Nicht lesbar, oder die Verknüpfung führt ins Leere.</translation>
    </message>
    <message>
        <source>It is not a file but a device or a pipe.</source>
        <translation>Keine Datei, sondern ein Gerät oder eine Pipe.</translation>
    </message>
    <message>
        <source>The folder contains no readable photo.</source>
        <translation>Der Ordner enthält kein lesbares Foto.</translation>
    </message>
    <message>
        <source>Put it into a folder named after the person.</source>
        <translation>Legen Sie es in einen Ordner mit dem Namen der Person.</translation>
    </message>
    <message>
        <source>Recognises people</source>
        <translation>Erkennt Personen</translation>
    </message>
    <message>
        <source>Detects masks</source>
        <translation>Erkennt Masken</translation>
    </message>
    <message>
        <source>Detects photos</source>
        <translation>Erkennt Fotos</translation>
    </message>
    <message>
        <source>Public photographs of well-known people (LFW, half of them) with simulated masks</source>
        <translation>öffentliche Fotos bekannter Personen (LFW, die Hälfte); Masken wurden aufgemalt</translation>
    </message>
    <message>
        <source>Held-out web pictures with real masks and without</source>
        <translation>zurückgehaltene Bilder aus dem Netz, wirklich mit und ohne Maske</translation>
    </message>
    <message>
        <source>Held-out pictures with simulated masks</source>
        <translation>zurückgehaltene Bilder, Masken aufgemalt</translation>
    </message>
    <message>
        <source>Not stated: ask its author before you use it.</source>
        <translation>Nicht angegeben: Fragen Sie den Hersteller, bevor Sie es verwenden.</translation>
    </message>
    <message>
        <source>Its weaknesses are not documented: measure it before you rely on it.</source>
        <translation>Seine Schwächen sind nicht dokumentiert: Messen Sie es, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>Correct answers</source>
        <translation>Richtige Antworten</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Wrong decisions</source>
        <translation>Falsch entschieden</translation>
    </message>
    <message>
        <source>Error rates</source>
        <translation>Fehlerraten</translation>
    </message>
    <message>
        <source>Strangers mistaken for somebody</source>
        <translation>Wie viele Fremde für jemanden gehalten werden</translation>
    </message>
    <message>
        <source>At 1 false accept in 10,000 comparisons, by a single picture; the door requires several to agree.</source>
        <translation>Bei 1 Falschakzeptanz von 10.000 Vergleichen, nach einem einzigen Bild; die Tür verlangt mehrere übereinstimmende.</translation>
    </message>
    <message>
        <source>Actual</source>
        <translation>In Wirklichkeit</translation>
    </message>
    <message>
        <source>Classified as</source>
        <translation>Eingestuft als</translation>
    </message>
    <message>
        <source>Position error below a mask</source>
        <translation>Wie weit daneben es sie unter einer Maske findet</translation>
    </message>
    <message>
        <source>Second estimate</source>
        <translation>Zweite Schätzung</translation>
    </message>
    <message>
        <source>First estimate</source>
        <translation>Erste Schätzung</translation>
    </message>
    <message>
        <source>Median, in per cent of the distance between the eyes.</source>
        <translation>In Prozent des Augenabstands; die Hälfte aller Punkte liegt näher.</translation>
    </message>
    <message>
        <source>Living people refused, and photos let through, each by a network that never saw them.</source>
        <translation>Lebende Personen, die abgewiesen, und Fotos, die durchgelassen werden: jeweils von einem Netz, das sie nie gesehen hat.</translation>
    </message>
    <message>
        <source>Passing the head turn</source>
        <translation>Wer die Kopfdrehung besteht</translation>
    </message>
    <message>
        <source>Passing the depth check</source>
        <translation>Wer die Tiefenkamera besteht</translation>
    </message>
    <message>
        <source>Similarity from which two pictures count as the same person, by false-accept rate</source>
        <translation>Ab welcher Ähnlichkeit zwei Bilder als eine Person gelten, nach Falschakzeptanzen</translation>
    </message>
    <message>
        <source>Photos mistaken for somebody else</source>
        <translation>Fotos, die als jemand anders durchgehen</translation>
    </message>
    <message>
        <source>The relay {relay} does not know the command.</source>
        <translation>Das Relais {relay} versteht die Anfrage nicht.</translation>
    </message>
    <message>
        <source>An alarm output needs contact or tamper.</source>
        <translation>Ein Alarmausgang braucht contact oder tamper, deren Alarm er gibt.</translation>
    </message>
    <message>
        <source>The report is of an unknown kind.</source>
        <translation>Die Art des Berichts ist unbekannt.</translation>
    </message>
    <message>
        <source>An id has lower-case letters, digits, dots and dashes, and starts with a letter or digit.</source>
        <translation>Eine Kennung besteht aus Kleinbuchstaben, Ziffern, Punkten und Bindestrichen und beginnt mit Buchstabe oder Ziffer.</translation>
    </message>
    <message>
        <source>Use the one exported from this home. Nothing was changed.</source>
        <translation>Suchen Sie den, der aus diesem Datenordner exportiert wurde. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A part of the address {where} is hidden.</source>
        <translation>In der Adresse {where} ist ein Teil verdeckt.</translation>
    </message>
    <message>
        <source>The password in the address {where} cannot be told apart from the rest.</source>
        <translation>In der Adresse {where} ist das Passwort nicht vom Rest zu unterscheiden.</translation>
    </message>
    <message>
        <source>The password in the address {where} contains a % that does not start an escape.</source>
        <translation>In der Adresse {where} enthält das Passwort ein %, mit dem kein Zeichen beginnt.</translation>
    </message>
    <message>
        <source>It is damaged or was replaced: install the model again.</source>
        <translation>Sie ist beschädigt oder wurde ausgetauscht: Installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>It is in the file that was written then.</source>
        <translation>Er liegt in der Datei, die damals geschrieben wurde.</translation>
    </message>
    <message>
        <source>Arrange them as NAME/bare and NAME/masked.</source>
        <translation>Ordnen Sie sie als NAME/bare und NAME/masked an.</translation>
    </message>
    <message>
        <source>Change the doors&apos; rules first: gatekeeper doors set.</source>
        <translation>Ändern Sie zuerst die Regeln der Türen: gatekeeper doors set.</translation>
    </message>
    <message>
        <source>Create it, or connect its disk.</source>
        <translation>Legen Sie ihn an, oder schließen Sie den Datenträger an, auf dem er liegt.</translation>
    </message>
    <message>
        <source>Give a file that `gatekeeper backup` wrote.</source>
        <translation>Nennen Sie eine Datei, die `gatekeeper backup` geschrieben hat.</translation>
    </message>
    <message>
        <source>Give a file that `gatekeeper key export` wrote.</source>
        <translation>Nennen Sie eine Datei, die `gatekeeper key export` geschrieben hat.</translation>
    </message>
    <message>
        <source>Give a file that `{made_by}` wrote.</source>
        <translation>Nennen Sie eine Datei, die `{made_by}` geschrieben hat.</translation>
    </message>
    <message>
        <source>Choose a new file; nothing is overwritten.</source>
        <translation>Nennen Sie eine Datei, die es noch nicht gibt: Überschrieben wird nichts.</translation>
    </message>
    <message>
        <source>Give a folder of .npz files.</source>
        <translation>Nennen Sie einen Ordner mit .npz-Dateien.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk.</source>
        <translation>Nennen Sie einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>Choose a new file in an existing folder.</source>
        <translation>Nennen Sie eine neue Datei in einem vorhandenen Ordner.</translation>
    </message>
    <message>
        <source>Choose a new file.</source>
        <translation>Nennen Sie eine neue Datei.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Use a report of demo, bench or bench --gallery.</source>
        <translation>Nennen Sie einen von demo, bench, bench --gallery.</translation>
    </message>
    <message>
        <source>Put the column names {known} into the first line.</source>
        <translation>Nennen Sie in der ersten Zeile die Spalten {known}.</translation>
    </message>
    <message>
        <source>Give the file that `gatekeeper key export` wrote with --key.</source>
        <translation>Nennen Sie die Datei, die `gatekeeper key export` geschrieben hat: --key.</translation>
    </message>
    <message>
        <source>Give the key that the home had when it was made with --key.</source>
        <translation>Nennen Sie mit --key den Schlüssel, den der Datenordner damals hatte.</translation>
    </message>
    <message>
        <source>Use the one exported from this home.</source>
        <translation>Nennen Sie den, der diesem Datenordner entnommen wurde.</translation>
    </message>
    <message>
        <source>Only embedding models can be installed.</source>
        <translation>Installiert werden können nur Modelle, die Gesichter kennen.</translation>
    </message>
    <message>
        <source>Open the database once for writing with this program, which upgrades it.</source>
        <translation>Öffnen Sie die Datenbank mit diesem Programm einmal zum Schreiben; das bringt sie auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The address {where} contains a space.</source>
        <translation>Die Adresse {where} enthält ein Leerzeichen.</translation>
    </message>
    <message>
        <source>The address {where} has no host.</source>
        <translation>Die Adresse {where} nennt keinen Rechner.</translation>
    </message>
    <message>
        <source>The address {where} has an invalid port.</source>
        <translation>Die Adresse {where} nennt keinen gültigen Port.</translation>
    </message>
    <message>
        <source>The backup {backup} contains a file {name!r} outside the home.</source>
        <translation>Die Sicherung {backup} nennt eine Datei {name!r} außerhalb des Datenordners.</translation>
    </message>
    <message>
        <source>The card of {model} does not list the file {name}.</source>
        <translation>Die Karte von {model} nennt keine Datei {name}.</translation>
    </message>
    <message>
        <source>Correct answers, by the models&apos; cards</source>
        <translation>Richtige Antworten laut den Karten der Modelle</translation>
    </message>
    <message>
        <source>The disk of {path} failed: {why}.</source>
        <translation>Der Datenträger von {path} versagt: {why}.</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not accept data: {error}</source>
        <translation>Der serielle Anschluss der Tür nimmt keine Daten an: {error}</translation>
    </message>
    <message>
        <source>The library pyrealsense2, needed for depth cameras, is not installed.</source>
        <translation>Die Bibliothek pyrealsense2 für Tiefenkameras ist nicht installiert.</translation>
    </message>
    <message>
        <source>The database migrations of {package} are missing.</source>
        <translation>Neben {package} fehlen die Migrationen der Datenbank.</translation>
    </message>
    <message>
        <source>The model card {path} is not valid.</source>
        <translation>Die Modellkarte {path} ist keine Karte.</translation>
    </message>
    <message>
        <source>The model card {path} has a cohort that is not one of its files: {cohort!r}.</source>
        <translation>Die Modellkarte {path} nennt eine Vergleichsgruppe, die keine ihrer Dateien ist: {cohort!r}.</translation>
    </message>
    <message>
        <source>The model card {path} lists a file outside its folder: {name!r}.</source>
        <translation>Die Modellkarte {path} nennt eine Datei außerhalb ihres Ordners: {name!r}.</translation>
    </message>
    <message>
        <source>The model {model} has the threshold {threshold:g} for {pairing} at FMR {fmr:g}.</source>
        <translation>Das Modell {model} nennt {threshold:g} als Schwelle für {pairing} bei einer FMR von {fmr:g}.</translation>
    </message>
    <message>
        <source>The model {model} lists no files.</source>
        <translation>Das Modell {model} nennt keine Dateien.</translation>
    </message>
    <message>
        <source>Write the table again.</source>
        <translation>Schreiben Sie die Tabelle neu.</translation>
    </message>
    <message>
        <source>The schedule {name!r} is used by {doors}.</source>
        <translation>Dem Zeitplan {name!r} folgen noch: {doors}.</translation>
    </message>
    <message>
        <source>The seed was already exported.</source>
        <translation>Der Startwert wurde schon entnommen.</translation>
    </message>
    <message>
        <source>The seed belongs to another log.</source>
        <translation>Der Startwert gehört zu einem anderen Protokoll.</translation>
    </message>
    <message>
        <source>The seed of the log was exported, and the file with the next key is missing.</source>
        <translation>Der Startwert des Protokolls wurde entnommen, und die Datei mit dem nächsten Schlüssel ist weg.</translation>
    </message>
    <message>
        <source>The tables of {path} have version {found}; this program needs {wanted}.</source>
        <translation>Die Tabellen von {path} haben die Version {found}; dieses Programm braucht {wanted}.</translation>
    </message>
    <message>
        <source>The tables of {path} cannot be upgraded: {error}</source>
        <translation>Die Tabellen von {path} lassen sich nicht auf den neuesten Stand bringen: {error}</translation>
    </message>
    <message>
        <source>There is already a database in {home}.</source>
        <translation>In {home} gibt es schon eine Datenbank.</translation>
    </message>
    <message>
        <source>There already is an account {name!r}.</source>
        <translation>Es gibt schon ein Konto {name!r}.</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>Es ist keine PIN gesetzt.</translation>
    </message>
    <message>
        <source>The device {device!r} does not exist.</source>
        <translation>Es gibt kein Gerät {device!r}.</translation>
    </message>
    <message>
        <source>This PIN was entered wrongly {most} times within a year and is disabled.</source>
        <translation>Diese PIN wurde innerhalb eines Jahres {most}-mal falsch eingegeben und ist gesperrt.</translation>
    </message>
    <message>
        <source>To replace it with the backup: --replace. It is then moved aside.</source>
        <translation>Um die Sicherung an ihre Stelle zu legen: --replace. Sie wird dann beiseite gelegt.</translation>
    </message>
    <message>
        <source>{part} is not a range of days</source>
        <translation>{part} ist kein Bereich von Tagen</translation>
    </message>
    <message>
        <source>{path} cannot be restored after a change that failed: {error}</source>
        <translation>{path} kann nicht in den Zustand vor einer Änderung zurückversetzt werden, die nicht zustande kam: {error}</translation>
    </message>
    <message>
        <source>{path} is not a frame of a depth recording: wrong type or size.</source>
        <translation>{path} ist kein Einzelbild einer Tiefenaufnahme: Typ oder Größe stimmen nicht.</translation>
    </message>
    <message>
        <source>{path} is not a frame of a depth recording: {error}</source>
        <translation>{path} ist kein Einzelbild einer Tiefenaufnahme: {error}</translation>
    </message>
    <message>
        <source>{path} is not in a folder of a person and a state.</source>
        <translation>{path} liegt in keinem Ordner einer Person und eines Maskenzustands.</translation>
    </message>
    <message>
        <source>{path}, line {at}: unknown column {character!r}.</source>
        <translation>{path}, Zeile {at}: Eine Spalte {character!r} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>{path}, line {at}: this is not text.</source>
        <translation>{path}, Zeile {at}: Das ist kein Text.</translation>
    </message>
    <message>
        <source>{path}, line {at}: there are two columns {column}.</source>
        <translation>{path}, Zeile {at}: Zwei Spalten heißen {column}.</translation>
    </message>
    <message>
        <source>{photos} stored photos of {people} people, each compared with all others.</source>
        <translation>{photos} gespeicherte Fotos von {people} Personen, jedes mit allen anderen verglichen.</translation>
    </message>
    <message>
        <source>{table} lists them in line {first} and in line {second}.</source>
        <translation>{table} nennt die Person in Zeile {first} und in Zeile {second}.</translation>
    </message>
    <message>
        <source>{text!r} is not a range of hours: {error}.</source>
        <translation>{text!r} ist keine Zeitspanne: {error}.</translation>
    </message>
    <message>
        <source>{to} already exists.</source>
        <translation>{to} ist schon vorhanden.</translation>
    </message>
    <message>
        <source>{to} has just been written by another program.</source>
        <translation>{to} wurde gerade von einem anderen Programm geschrieben.</translation>
    </message>
    <message>
        <source>{weekdays} are not weekdays.</source>
        <translation>{weekdays} sind keine Wochentage.</translation>
    </message>
    <message>
        <source>the format is DAYS FROM-TO</source>
        <translation>das Format ist TAGE VON-BIS</translation>
    </message>
    <message>
        <source>its contents are invalid</source>
        <translation>der Inhalt ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>{backup} is not a gatekeeper backup.</source>
        <translation>{backup} ist keine Sicherung von gatekeeper.</translation>
    </message>
    <message>
        <source>{file} is in neither a folder bare/ nor masked/.</source>
        <translation>{file} liegt weder in einem Ordner bare/ noch masked/.</translation>
    </message>
    <message>
        <source>{folder} contains no frames of living people, or none of pictures.</source>
        <translation>{folder} enthält keine Bilder lebender Menschen oder keine von Fotos.</translation>
    </message>
    <message>
        <source>{folder} does not have the required layout.</source>
        <translation>{folder} ist dafür nicht richtig angeordnet.</translation>
    </message>
    <message>
        <source>{folder} is inside the home.</source>
        <translation>{folder} liegt im Datenordner selbst.</translation>
    </message>
    <message>
        <source>{keep} is not a number of backups to keep.</source>
        <translation>{keep} Sicherungen sind keine.</translation>
    </message>
    <message>
        <source>{name} is an unsupported kind of {format}.</source>
        <translation>{name} ist ein {format} einer nicht unterstützten Art.</translation>
    </message>
    <message>
        <source>{name} is not a file but a device or a pipe.</source>
        <translation>{name} ist keine Datei, sondern ein Gerät oder eine Pipe.</translation>
    </message>
    <message>
        <source>{name} would need {passes} decoding passes.</source>
        <translation>{name} müsste in {passes} Durchgängen dekodiert werden.</translation>
    </message>
    <message>
        <source>The relay {relay} is not a Shelly.</source>
        <translation>Das Relais {relay} ist kein Shelly.</translation>
    </message>
    <message>
        <source>Error rates here</source>
        <translation>Fehlerraten hier</translation>
    </message>
    <message>
        <source>The disk of {path} is full; reading needs a little space as well.</source>
        <translation>Der Datenträger von {path} ist voll: Auch zum Lesen wird dort etwas Platz gebraucht.</translation>
    </message>
    <message>
        <source>A second person with the same right must sign in and confirm.</source>
        <translation>Eine zweite, die es auch darf, meldet sich an und bestätigt.</translation>
    </message>
    <message>
        <source>There are no two administrators who could confirm each other.</source>
        <translation>Es gibt keine zwei Administratoren, die einander bestätigen könnten.</translation>
    </message>
    <message>
        <source>This is already their PIN.</source>
        <translation>Das ist schon ihre PIN.</translation>
    </message>
    <message>
        <source>Choose another one that is not typed by mistake.</source>
        <translation>Wählen Sie eine andere, die niemand versehentlich eintippt.</translation>
    </message>
    <message>
        <source>Check the address, the network and the user&apos;s rights there.</source>
        <translation>Prüfen Sie die Adresse, das Netz und die Rechte des Benutzers dort.</translation>
    </message>
    <message>
        <source>If its administrator confirms it (ssh-keygen -lf), set backup.host_key to it.</source>
        <translation>Nennt der Administrator des Servers denselben (ssh-keygen -lf), tragen Sie ihn als backup.host_key ein.</translation>
    </message>
    <message>
        <source>The key of {host} is not known yet. It shows {shown} ({kind}).</source>
        <translation>Es ist noch nicht bekannt, welchen Schlüssel {host} hat. Der Server zeigt {shown} ({kind}).</translation>
    </message>
    <message>
        <source>Load it into the SSH agent and leave backup.key_file empty, or create a key only for backups.</source>
        <translation>Laden Sie ihn in den SSH-Agenten und lassen Sie backup.key_file leer, oder erstellen Sie einen Schlüssel nur für Sicherungen.</translation>
    </message>
    <message>
        <source>Create it there.</source>
        <translation>Legen Sie ihn dort an.</translation>
    </message>
    <message>
        <source>Give a folder, or set backup.to in config.toml.</source>
        <translation>Nennen Sie einen Ordner oder setzen Sie backup.to in config.toml.</translation>
    </message>
    <message>
        <source>The SSH key {path} has a passphrase, which cannot be entered here.</source>
        <translation>Der SSH-Schlüssel {path} hat eine Passphrase, die hier nicht eingegeben werden kann.</translation>
    </message>
    <message>
        <source>This requires two people: {act}.</source>
        <translation>Dafür braucht es zwei Personen: {act}.</translation>
    </message>
    <message>
        <source>The server&apos;s copy of the backup differs from what was sent.</source>
        <translation>Was der Server von der Sicherung abgelegt hat, ist nicht das, was gesendet wurde.</translation>
    </message>
    <message>
        <source>A backup is already being made.</source>
        <translation>Es wird bereits eine Sicherung erstellt.</translation>
    </message>
    <message>
        <source>The backup {name} was not restored: the log has grown since that was requested (entries: {count}).</source>
        <translation>Die Sicherung {name} wurde nicht eingesetzt: Das Protokoll ist weitergegangen, seit das verlangt wurde (Einträge: {count}).</translation>
    </message>
    <message>
        <source>Swap the two days.</source>
        <translation>Vertauschen Sie die beiden Tage.</translation>
    </message>
    <message>
        <source>Choose an earlier end.</source>
        <translation>Wählen Sie ein früheres Ende.</translation>
    </message>
    <message>
        <source>There already is a group {name!r}.</source>
        <translation>Eine Gruppe {name!r} gibt es schon.</translation>
    </message>
    <message>
        <source>There already is a schedule {name!r}.</source>
        <translation>Einen Zeitplan {name!r} gibt es schon.</translation>
    </message>
    <message>
        <source>{day!r} is not a day.</source>
        <translation>{day!r} ist kein Tag.</translation>
    </message>
    <message>
        <source>{day!r} has no year.</source>
        <translation>{day!r} nennt kein Jahr.</translation>
    </message>
    <message>
        <source>There already is a token {name!r}.</source>
        <translation>Es gibt schon ein Token {name!r}.</translation>
    </message>
    <message>
        <source>{days} days is not a valid lifetime for a token.</source>
        <translation>{days} Tage sind keine Gültigkeit für ein Token.</translation>
    </message>
    <message>
        <source>pulse must be &quot;waveshare&quot; or omitted.</source>
        <translation>pulse muss „waveshare“ sein oder entfallen.</translation>
    </message>
    <message>
        <source>Add --yes to go on without being asked.</source>
        <translation>Mit --yes geht es ohne Rückfrage weiter.</translation>
    </message>
    <message>
        <source>{question} Nobody can answer here, and nothing was changed.</source>
        <translation>{question} Hier kann niemand antworten; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nobody can sign in here as the second person, and nothing was done.</source>
        <translation>Hier kann sich niemand als zweite Person anmelden; es ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Run it in a terminal, or pipe in name and password, one per line.</source>
        <translation>Rufen Sie es in einem Terminal auf oder leiten Sie Name und Passwort zeilenweise ein.</translation>
    </message>
    <message>
        <source>HTTP {code}: it sends on to another address, which is not followed</source>
        <translation>HTTP {code}: Es wird an eine andere Adresse verwiesen; dem wird nicht gefolgt</translation>
    </message>
    <message>
        <source>HTTP {code}: there is nobody there any more</source>
        <translation>HTTP {code}: Dort ist niemand mehr</translation>
    </message>
    <message>
        <source>Nothing is held back or put aside any more.</source>
        <translation>Es wird nichts mehr aufgehalten, und nichts ist mehr zurückgelegt.</translation>
    </message>
    <message>
        <source>dead letters thrown away</source>
        <translation>zurückgelegte Nachrichten verworfen</translation>
    </message>
    <message>
        <source>it does not offer what is needed: {why}</source>
        <translation>es bietet nicht, was nötig ist: {why}</translation>
    </message>
    <message>
        <source>it has hung up</source>
        <translation>die Gegenseite hat aufgelegt</translation>
    </message>
    <message>
        <source>it offers no STARTTLS, and nothing is sent in clear</source>
        <translation>es bietet kein STARTTLS, und im Klartext wird nichts gesendet</translation>
    </message>
    <message>
        <source>it takes no connections there</source>
        <translation>dort werden keine Verbindungen angenommen</translation>
    </message>
    <message>
        <source>its certificate is for another name: {why}</source>
        <translation>das Zertifikat gilt für einen anderen Namen: {why}</translation>
    </message>
    <message>
        <source>its certificate is signed by nobody who is trusted here ({why}): name the file of who signed it</source>
        <translation>das Zertifikat hat niemand unterschrieben, dem hier vertraut wird ({why}): Nennen Sie die Datei dessen, der es unterschrieben hat</translation>
    </message>
    <message>
        <source>no TLS can be spoken with it: {why}</source>
        <translation>mit der Gegenseite kommt kein TLS zustande: {why}</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>there is no such host</source>
        <translation>diesen Rechner gibt es nicht</translation>
    </message>
    <message>
        <source>what is not taken is put aside after</source>
        <translation>was nicht angenommen wird, wird zurückgelegt nach</translation>
    </message>
    <message>
        <source>{file} holds no certificates: {why}</source>
        <translation>{file} enthält keine Zertifikate: {why}</translation>
    </message>
    <message>
        <source>{outlet} has taken nothing since {since}: {why}</source>
        <translation>{outlet} nimmt seit {since} nichts an: {why}</translation>
    </message>
    <message>
        <source>No folder for the evacuation list is set.</source>
        <translation>Für die Evakuierungsliste ist kein Ordner eingestellt.</translation>
    </message>
    <message>
        <source>Set one, or evacuation.folder in config.toml.</source>
        <translation>Stellen Sie einen ein, oder evacuation.folder in config.toml.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written to: {why}.</source>
        <translation>In den Ordner {folder} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {why}.</source>
        <translation>Die Liste {path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>evacuation list written</source>
        <translation>Evakuierungsliste geschrieben</translation>
    </message>
    <message>
        <source>All doors stand open: nobody can say yet who is inside.</source>
        <translation>Alle Türen stehen offen: Noch kann niemand sagen, wer drinnen ist.</translation>
    </message>
    <message>
        <source>Choose a later one.</source>
        <translation>Wählen Sie einen späteren.</translation>
    </message>
    <message>
        <source>Let the doors follow their rules again first.</source>
        <translation>Lassen Sie die Türen zuerst wieder ihren Regeln folgen.</translation>
    </message>
    <message numerus="yes">
        <source>Nobody is watched for longer than {n} day(s) at a time.</source>
        <translation>
            <numerusform>Niemand steht länger als {n} Tag am Stück auf der Beobachtungsliste.</numerusform>
            <numerusform>Niemand steht länger als {n} Tage am Stück auf der Beobachtungsliste.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is watched for without an end.</source>
        <translation>Niemand steht ohne Enddatum auf der Beobachtungsliste.</translation>
    </message>
    <message>
        <source>Say until when: --until 2026-01-31.</source>
        <translation>Nennen Sie das Ende: --until 2026-01-31.</translation>
    </message>
    <message>
        <source>See `gatekeeper alarms watch list`.</source>
        <translation>Siehe `gatekeeper alarms watch list`.</translation>
    </message>
    <message>
        <source>See `gatekeeper inside list`.</source>
        <translation>Siehe `gatekeeper inside list`.</translation>
    </message>
    <message>
        <source>Somebody on the watch list was at the door: {why}</source>
        <translation>Jemand von der Beobachtungsliste war an der Tür: {why}</translation>
    </message>
    <message>
        <source>The visitor on the watch list has not come again for a while.</source>
        <translation>Der Besucher von der Beobachtungsliste ist eine Weile nicht wiedergekommen.</translation>
    </message>
    <message>
        <source>They have not agreed to be recognised: ask whoever is responsible for data protection. Then set watch_list in [alarms] of config.toml to true, or turn it on in the window: Alarms, Watch list.</source>
        <translation>Diese Menschen haben nicht eingewilligt, erkannt zu werden: Fragen Sie die für den Datenschutz verantwortliche Stelle. Setzen Sie dann watch_list unter [alarms] in config.toml auf true, oder schalten Sie die Liste im Fenster ein: Alarme, Beobachtungsliste.</translation>
    </message>
    <message>
        <source>This site keeps no watch list of unknown visitors.</source>
        <translation>Dieser Standort führt keine Beobachtungsliste unbekannter Besucher.</translation>
    </message>
    <message>
        <source>This visitor is registered, as {name} (number {number}).</source>
        <translation>Dieser Besucher ist registriert, als {name} (Nummer {number}).</translation>
    </message>
    <message>
        <source>event {number}, until {until}: {why}</source>
        <translation>Ereignis {number}, bis {until}: {why}</translation>
    </message>
    <message>
        <source>list of who is inside cleared</source>
        <translation>Anwesenheitsliste geleert</translation>
    </message>
    <message>
        <source>list of who is inside confirmed</source>
        <translation>Anwesenheitsliste bestätigt</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>visitor watched for</source>
        <translation>Besucher auf die Beobachtungsliste gesetzt</translation>
    </message>
    <message>
        <source>visitor watched for no longer</source>
        <translation>Besucher von der Beobachtungsliste genommen</translation>
    </message>
    <message>
        <source>watch list of unknown visitors</source>
        <translation>Beobachtungsliste unbekannter Besucher</translation>
    </message>
    <message>
        <source>watch list purged</source>
        <translation>Einträge der Beobachtungsliste gelöscht</translation>
    </message>
    <message numerus="yes">
        <source>{n} visitor(s)</source>
        <translation>
            <numerusform>{n} Besucher</numerusform>
            <numerusform>{n} Besucher</numerusform>
        </translation>
    </message>
    <message>
        <source>All doors have stood open since {since}: whoever came in before may have left unseen.</source>
        <translation>Alle Türen stehen seit {since} offen: Wer vorher kam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>All doors stood open from {since} to {until}: whoever came in before may have left unseen.</source>
        <translation>Alle Türen standen von {since} bis {until} offen: Wer vorher kam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>Restart the program, then change it.</source>
        <translation>Das Programm neu starten und dann ändern.</translation>
    </message>
    <message>
        <source>A program error keeps this door shut; see its log.</source>
        <translation>Wegen eines Programmfehlers bleibt diese Tür zu: siehe das Protokoll des Programms.</translation>
    </message>
    <message>
        <source>The face of an event cannot be stored: it is not a picture.</source>
        <translation>Das Gesicht eines Ereignisses kann nicht aufbewahrt werden: Es ist kein Bild.</translation>
    </message>
    <message>
        <source>The face of event {event} is not stored (or no longer).</source>
        <translation>Das Gesicht des Ereignisses {event} ist nicht (mehr) aufbewahrt.</translation>
    </message>
    <message>
        <source>{name} looks like {other} (number {other_number}), who is already registered.</source>
        <translation>{name} sieht aus wie {other} (Nummer {other_number}), schon registriert.</translation>
    </message>
    <message>
        <source>Reload it, then change it.</source>
        <translation>Laden Sie es neu, und ändern Sie es dann.</translation>
    </message>
    <message>
        <source>Nothing says what the guest looks like.</source>
        <translation>Nichts sagt, wie der Gast aussieht.</translation>
    </message>
    <message>
        <source>Ask it from a program.</source>
        <translation>Fragen Sie ihn aus einem Programm heraus.</translation>
    </message>
    <message numerus="yes">
        <source>At most {n} byte(s).</source>
        <translation>
            <numerusform>Höchstens {n} Byte.</numerusform>
            <numerusform>Höchstens {n} Bytes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages of other servers may not ask the service.</source>
        <translation>Seiten anderer Server dürfen den Dienst nicht fragen.</translation>
    </message>
    <message>
        <source>See /openapi.json.</source>
        <translation>Siehe /openapi.json.</translation>
    </message>
    <message>
        <source>See /v1/alarms.</source>
        <translation>Siehe /v1/alarms.</translation>
    </message>
    <message>
        <source>See /v1/cameras.</source>
        <translation>Siehe /v1/cameras.</translation>
    </message>
    <message>
        <source>See /v1/doors.</source>
        <translation>Siehe /v1/doors.</translation>
    </message>
    <message>
        <source>See /v1/guests.</source>
        <translation>Siehe /v1/guests.</translation>
    </message>
    <message>
        <source>See /v1/people.</source>
        <translation>Siehe /v1/people.</translation>
    </message>
    <message>
        <source>See RFC 7578.</source>
        <translation>Siehe RFC 7578.</translation>
    </message>
    <message>
        <source>See the log of the service.</source>
        <translation>Sehen Sie im Protokoll des Dienstes nach.</translation>
    </message>
    <message>
        <source>Send event_id, or photos.</source>
        <translation>Senden Sie event_id oder photos.</translation>
    </message>
    <message>
        <source>Send fields and photos as a form.</source>
        <translation>Senden Sie Felder und Fotos als Formular.</translation>
    </message>
    <message>
        <source>Send it whole.</source>
        <translation>Senden Sie sie vollständig.</translation>
    </message>
    <message>
        <source>The camera {camera} does not watch the door {door}.</source>
        <translation>Die Kamera {camera} überwacht nicht die Tür {door}.</translation>
    </message>
    <message>
        <source>The camera {name} has delivered no picture yet.</source>
        <translation>Die Kamera {name} hat noch kein Bild geliefert.</translation>
    </message>
    <message>
        <source>The form cannot be read: {error}</source>
        <translation>Das Formular kann nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The request is too large.</source>
        <translation>Die Anfrage ist zu groß.</translation>
    </message>
    <message>
        <source>The service has another name.</source>
        <translation>Der Dienst heißt anders.</translation>
    </message>
    <message>
        <source>The service has nothing at this path.</source>
        <translation>Unter diesem Pfad hat der Dienst nichts.</translation>
    </message>
    <message>
        <source>The service has too many clients.</source>
        <translation>Der Dienst hat zu viele Clients.</translation>
    </message>
    <message>
        <source>There is no camera {name!r}.</source>
        <translation>Es gibt keine Kamera {name!r}.</translation>
    </message>
    <message>
        <source>There is no door {name!r}.</source>
        <translation>Es gibt keine Tür {name!r}.</translation>
    </message>
    <message>
        <source>There is no picture of the event {number}.</source>
        <translation>Vom Ereignis {number} gibt es kein Bild.</translation>
    </message>
    <message>
        <source>This is not {kind}.</source>
        <translation>Das ist kein {kind}.</translation>
    </message>
    <message>
        <source>Too many requests.</source>
        <translation>Zu viele Anfragen.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Use a name in its certificate, or localhost.</source>
        <translation>Verwenden Sie einen Namen aus seinem Zertifikat oder localhost.</translation>
    </message>
    <message numerus="yes">
        <source>Wait {n} second(s).</source>
        <translation>
            <numerusform>Warten Sie {n} Sekunde.</numerusform>
            <numerusform>Warten Sie {n} Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Camera {camera}: there are no more pictures.</source>
        <translation>Kamera {camera}: Es gibt keine weiteren Bilder.</translation>
    </message>
    <message>
        <source>Nobody is recognised any more until the service starts again.</source>
        <translation>Bis zum nächsten Start des Dienstes wird niemand mehr erkannt.</translation>
    </message>
    <message>
        <source>Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`.</source>
        <translation>Noch ist niemand registriert, daher ist jeder unbekannt. Siehe `gatekeeper enrol --help`.</translation>
    </message>
    <message>
        <source>Do not restore this backup.</source>
        <translation>Stellen Sie diese Sicherung nicht wieder her.</translation>
    </message>
    <message>
        <source>A backup is being made already.</source>
        <translation>Es wird bereits eine Sicherung erstellt.</translation>
    </message>
    <message>
        <source>A kept face has the shape {shape}, not {wanted}.</source>
        <translation>Ein aufbewahrtes Gesicht hat die Form {shape} statt {wanted}.</translation>
    </message>
    <message>
        <source>An error in the program keeps this door shut: see its log.</source>
        <translation>Wegen eines Programmfehlers bleibt diese Tür zu: siehe das Protokoll des Programms.</translation>
    </message>
    <message>
        <source>Check the address, the network, and what the user may do there.</source>
        <translation>Prüfen Sie die Adresse, das Netz und die Rechte des Benutzers dort.</translation>
    </message>
    <message>
        <source>Find the one that was exported from this home. Nothing was changed.</source>
        <translation>Suchen Sie den, der aus diesem Datenordner exportiert wurde. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Home Assistant discovery prefix</source>
        <translation>Home-Assistant-Discovery-Präfix</translation>
    </message>
    <message>
        <source>If its administrator names the same one (ssh-keygen -lf), set backup.host_key to it.</source>
        <translation>Nennt der Administrator des Servers denselben (ssh-keygen -lf), tragen Sie ihn als backup.host_key ein.</translation>
    </message>
    <message>
        <source>In the address {where} a part is hidden.</source>
        <translation>In der Adresse {where} ist ein Teil verdeckt.</translation>
    </message>
    <message>
        <source>In the address {where} the password cannot be told from the rest.</source>
        <translation>In der Adresse {where} ist das Passwort nicht vom Rest zu unterscheiden.</translation>
    </message>
    <message>
        <source>In the address {where} the password holds a % that begins no character.</source>
        <translation>In der Adresse {where} enthält das Passwort ein %, mit dem kein Zeichen beginnt.</translation>
    </message>
    <message>
        <source>Is it on, and the address right?</source>
        <translation>Ist sie eingeschaltet, und stimmt die Adresse?</translation>
    </message>
    <message>
        <source>It is not known yet which key {host} has. It shows {shown} ({kind}).</source>
        <translation>Es ist noch nicht bekannt, welchen Schlüssel {host} hat. Der Server zeigt {shown} ({kind}).</translation>
    </message>
    <message>
        <source>Load it into the SSH agent and leave backup.key_file empty, or make a key for backups alone.</source>
        <translation>Laden Sie ihn in den SSH-Agenten und lassen Sie backup.key_file leer, oder erstellen Sie einen Schlüssel nur für Sicherungen.</translation>
    </message>
    <message>
        <source>Look at the file.</source>
        <translation>Sehen Sie sich die Datei an.</translation>
    </message>
    <message>
        <source>Make it there.</source>
        <translation>Legen Sie ihn dort an.</translation>
    </message>
    <message>
        <source>Make it, or connect the disk that it lies on.</source>
        <translation>Legen Sie ihn an, oder schließen Sie den Datenträger an, auf dem er liegt.</translation>
    </message>
    <message>
        <source>Name a file in a folder that exists.</source>
        <translation>Nennen Sie eine Datei in einem vorhandenen Ordner.</translation>
    </message>
    <message>
        <source>Name a file that `gatekeeper backup` wrote.</source>
        <translation>Nennen Sie eine Datei, die `gatekeeper backup` geschrieben hat.</translation>
    </message>
    <message>
        <source>Name a file that `gatekeeper key export` wrote.</source>
        <translation>Nennen Sie eine Datei, die `gatekeeper key export` geschrieben hat.</translation>
    </message>
    <message>
        <source>Name a file that is not there yet: nothing is overwritten.</source>
        <translation>Nennen Sie eine Datei, die es noch nicht gibt: Überschrieben wird nichts.</translation>
    </message>
    <message>
        <source>Name a folder of .npz files.</source>
        <translation>Nennen Sie einen Ordner mit .npz-Dateien.</translation>
    </message>
    <message>
        <source>Name a folder on another disk.</source>
        <translation>Nennen Sie einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>Name a folder, or set backup.to in config.toml.</source>
        <translation>Nennen Sie einen Ordner oder setzen Sie backup.to in config.toml.</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>Nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Name the file that `gatekeeper key export` wrote: --key.</source>
        <translation>Nennen Sie die Datei, die `gatekeeper key export` geschrieben hat: --key.</translation>
    </message>
    <message>
        <source>Name the key that the home had when it was made: --key.</source>
        <translation>Nennen Sie mit --key den Schlüssel, den der Datenordner damals hatte.</translation>
    </message>
    <message>
        <source>No messages are put aside any more.</source>
        <translation>Es sind keine Nachrichten mehr zurückgelegt.</translation>
    </message>
    <message>
        <source>Open the database once for writing with this program, which brings it up to date.</source>
        <translation>Öffnen Sie die Datenbank mit diesem Programm einmal zum Schreiben; das bringt sie auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The SSH key {path} has a passphrase, which nobody is there to enter.</source>
        <translation>Der SSH-Schlüssel {path} hat eine Passphrase, und niemand ist da, der sie eingibt.</translation>
    </message>
    <message>
        <source>The address {where} holds a space.</source>
        <translation>Die Adresse {where} enthält ein Leerzeichen.</translation>
    </message>
    <message>
        <source>The address {where} names no host.</source>
        <translation>Die Adresse {where} nennt keinen Rechner.</translation>
    </message>
    <message>
        <source>The address {where} names no port that there is.</source>
        <translation>Die Adresse {where} nennt keinen gültigen Port.</translation>
    </message>
    <message>
        <source>The backup {backup} names a file {name!r} outside of the home.</source>
        <translation>Die Sicherung {backup} nennt eine Datei {name!r} außerhalb des Datenordners.</translation>
    </message>
    <message>
        <source>The backup {name} was not put in place: the log has gone on since that was asked for (entries: {count}).</source>
        <translation>Die Sicherung {name} wurde nicht eingesetzt: Das Protokoll ist weitergegangen, seit das verlangt wurde (Einträge: {count}).</translation>
    </message>
    <message>
        <source>The disk of {path} fails: {why}.</source>
        <translation>Der Datenträger von {path} versagt: {why}.</translation>
    </message>
    <message>
        <source>The disk of {path} is full: also reading takes a little room there.</source>
        <translation>Der Datenträger von {path} ist voll: Auch zum Lesen wird dort etwas Platz gebraucht.</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not take data: {error}</source>
        <translation>Der serielle Anschluss der Tür nimmt keine Daten an: {error}</translation>
    </message>
    <message>
        <source>The face of an event cannot be kept: it is no picture.</source>
        <translation>Das Gesicht eines Ereignisses kann nicht aufbewahrt werden: Es ist kein Bild.</translation>
    </message>
    <message>
        <source>The face of event {event} is not kept (any more).</source>
        <translation>Das Gesicht des Ereignisses {event} ist nicht (mehr) aufbewahrt.</translation>
    </message>
    <message>
        <source>The library pyrealsense2 for depth cameras is not installed.</source>
        <translation>Die Bibliothek pyrealsense2 für Tiefenkameras ist nicht installiert.</translation>
    </message>
    <message>
        <source>The migrations of the database are missing beside {package}.</source>
        <translation>Neben {package} fehlen die Migrationen der Datenbank.</translation>
    </message>
    <message>
        <source>The relay {relay} does not know what it was asked.</source>
        <translation>Das Relais {relay} versteht die Anfrage nicht.</translation>
    </message>
    <message>
        <source>The relay {relay} is no Shelly.</source>
        <translation>Das Relais {relay} ist kein Shelly.</translation>
    </message>
    <message>
        <source>The seed of the log was taken away, and the file with the next key is gone.</source>
        <translation>Der Startwert des Protokolls wurde entnommen, und die Datei mit dem nächsten Schlüssel ist weg.</translation>
    </message>
    <message>
        <source>The tables of {path} are of version {found}, this program needs {wanted}.</source>
        <translation>Die Tabellen von {path} haben die Version {found}; dieses Programm braucht {wanted}.</translation>
    </message>
    <message>
        <source>The tables of {path} cannot be brought up to date: {error}</source>
        <translation>Die Tabellen von {path} lassen sich nicht auf den neuesten Stand bringen: {error}</translation>
    </message>
    <message>
        <source>There is a database in {home} already.</source>
        <translation>In {home} gibt es schon eine Datenbank.</translation>
    </message>
    <message>
        <source>This PIN was guessed wrongly {most} times within a year: it opens nothing any more.</source>
        <translation>Diese PIN wurde innerhalb eines Jahres {most}-mal falsch geraten: Sie öffnet nichts mehr.</translation>
    </message>
    <message>
        <source>To put the backup in its place: --replace. It is moved aside then.</source>
        <translation>Um die Sicherung an ihre Stelle zu legen: --replace. Sie wird dann beiseite gelegt.</translation>
    </message>
    <message>
        <source>What the server keeps of the backup is not what was sent.</source>
        <translation>Was der Server von der Sicherung abgelegt hat, ist nicht das, was gesendet wurde.</translation>
    </message>
    <message>
        <source>Write what *** stands for.</source>
        <translation>Schreiben Sie aus, wofür *** steht.</translation>
    </message>
    <message>
        <source>faster than {card} here: {other:.1f} ms a frame against {ms:.1f} ms</source>
        <translation>hier schneller als {card}: {other:.1f} ms je Bild gegenüber {ms:.1f} ms</translation>
    </message>
    <message>
        <source>it has not answered for {seconds:.0f} seconds</source>
        <translation>sie hat {seconds:.0f} Sekunden lang nicht geantwortet</translation>
    </message>
    <message>
        <source>it stopped delivering pictures</source>
        <translation>sie liefert keine Bilder mehr</translation>
    </message>
    <message>
        <source>no graphics card of NVIDIA with a driver is found</source>
        <translation>es findet sich keine NVIDIA-Grafikkarte mit Treiber</translation>
    </message>
    <message>
        <source>put right by hand</source>
        <translation>von Hand berichtigt</translation>
    </message>
    <message>
        <source>refusals allowed</source>
        <translation>zulässige Ablehnungen</translation>
    </message>
    <message>
        <source>somebody who is gone</source>
        <translation>jemand, der nicht mehr da ist</translation>
    </message>
    <message>
        <source>{backup} is no backup of gatekeeper.</source>
        <translation>{backup} ist keine Sicherung von gatekeeper.</translation>
    </message>
    <message>
        <source>{folder} lies in the home itself.</source>
        <translation>{folder} liegt im Datenordner selbst.</translation>
    </message>
    <message>
        <source>{keep} backups are none.</source>
        <translation>{keep} Sicherungen sind keine.</translation>
    </message>
    <message>
        <source>{ms:.1f} ms a frame against {other:.1f} ms on the processor</source>
        <translation>{ms:.1f} ms je Bild gegenüber {other:.1f} ms auf dem Prozessor</translation>
    </message>
    <message>
        <source>{path} is no frame of a depth recording: wrong type or size.</source>
        <translation>{path} ist kein Einzelbild einer Tiefenaufnahme: Typ oder Größe stimmen nicht.</translation>
    </message>
    <message>
        <source>{path} is no frame of a depth recording: {error}</source>
        <translation>{path} ist kein Einzelbild einer Tiefenaufnahme: {error}</translation>
    </message>
    <message>
        <source>{to} is there already.</source>
        <translation>{to} ist schon vorhanden.</translation>
    </message>
    <message>
        <source>{to} was written by somebody else just now.</source>
        <translation>{to} wurde gerade von jemand anderem geschrieben.</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>Geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>What is stored for {key} was entered for another address.</source>
        <translation>Was für {key} gespeichert ist, wurde für eine andere Adresse eingegeben.</translation>
    </message>
    <message>
        <source>Have it send H.264, H.265, AV1, MPEG-4 or MJPEG.</source>
        <translation>Lassen Sie die Kamera H.264, H.265, AV1, MPEG-4 oder MJPEG senden.</translation>
    </message>
    <message>
        <source>The camera {source} sends {kind} video, which is not read.</source>
        <translation>Die Kamera {source} sendet {kind}-Video, das nicht gelesen wird.</translation>
    </message>
    <message>
        <source>Check its permissions and space, or choose another one.</source>
        <translation>Prüfen Sie Berechtigungen und freien Platz, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Check the path. A camera is a number (0 is the first one), a device&apos;s path, rtsp://… or realsense.</source>
        <translation>Prüfen Sie den Pfad. Eine Kamera ist eine Nummer (0 ist die erste), der Pfad eines Geräts, rtsp://… oder realsense.</translation>
    </message>
    <message>
        <source>Edit it by hand.</source>
        <translation>Bearbeiten Sie sie von Hand.</translation>
    </message>
    <message>
        <source>Give IDs from `gatekeeper outlets dead`, or --all.</source>
        <translation>Geben Sie Nummern aus `gatekeeper outlets dead` an, oder --all.</translation>
    </message>
    <message>
        <source>Make one: gatekeeper outlets secret. The receiver needs the same one.</source>
        <translation>Erzeugen Sie eines: gatekeeper outlets secret. Der Empfänger braucht dasselbe.</translation>
    </message>
    <message>
        <source>Nothing was chosen to be discarded.</source>
        <translation>Es wurde nichts zum Verwerfen ausgewählt.</translation>
    </message>
    <message>
        <source>Other machines can connect with TLS only: set service.certificate and service.key.</source>
        <translation>Andere Rechner können sich nur mit TLS verbinden: Setzen Sie service.certificate und service.key.</translation>
    </message>
    <message>
        <source>Remove it: backups use an SSH key (backup.key_file, or the SSH agent).</source>
        <translation>Entfernen Sie es: Sicherungen verwenden einen SSH-Schlüssel (backup.key_file oder den SSH-Agenten).</translation>
    </message>
    <message>
        <source>Set it to start or tls: the password would be sent unencrypted.</source>
        <translation>Setzen Sie es auf start oder tls: Das Passwort würde sonst unverschlüsselt gesendet.</translation>
    </message>
    <message>
        <source>The list of who is inside cannot be written to {path}: {why}.</source>
        <translation>Die Liste der Anwesenden kann nicht nach {path} geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>There is no file or folder {path}.</source>
        <translation>Es gibt keine Datei und keinen Ordner {path}.</translation>
    </message>
    <message>
        <source>To show it, run on the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</source>
        <translation>Auf dem Server anzeigen: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</translation>
    </message>
    <message>
        <source>Write text with backslashes in single quotes: &apos;C:\clips\a.mp4&apos;.</source>
        <translation>Schreiben Sie Text mit Backslashes in einfachen Anführungszeichen: &apos;C:\clips\a.mp4&apos;.</translation>
    </message>
    <message>
        <source>Write the full path of a folder, or sftp://USER@HOST/FOLDER.</source>
        <translation>Geben Sie den vollständigen Pfad eines Ordners an, oder sftp://BENUTZER@RECHNER/ORDNER.</translation>
    </message>
    <message>
        <source>Write the full path of a folder.</source>
        <translation>Geben Sie den vollständigen Pfad eines Ordners an.</translation>
    </message>
    <message>
        <source>backup.to is not an address.</source>
        <translation>backup.to ist keine Adresse.</translation>
    </message>
    <message>
        <source>mail.tls is none, but there is a password.</source>
        <translation>mail.tls ist none, aber es gibt ein Passwort.</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the camera number {number} has no name.</source>
        <translation>die Kamera Nummer {number} hat keinen Namen.</translation>
    </message>
    <message>
        <source>the camera {camera!r} watches the door {door!r}, which does not exist.</source>
        <translation>die Kamera {camera!r} überwacht die Tür {door!r}, die es nicht gibt.</translation>
    </message>
    <message>
        <source>the door number {number} has no name.</source>
        <translation>die Tür Nummer {number} hat keinen Namen.</translation>
    </message>
    <message>
        <source>the webhook {name!r} has no valid address.</source>
        <translation>der Webhook {name!r} hat keine gültige Adresse.</translation>
    </message>
    <message>
        <source>the webhook {name!r} has no valid secret.</source>
        <translation>der Webhook {name!r} hat kein gültiges Geheimnis.</translation>
    </message>
    <message>
        <source>{name} is {value}, which contains a control character.</source>
        <translation>{name} ist {value} und enthält ein Steuerzeichen.</translation>
    </message>
    <message>
        <source>{path} is laid out in a way that the program cannot edit.</source>
        <translation>{path} ist so aufgebaut, dass das Programm sie nicht bearbeiten kann.</translation>
    </message>
    <message>
        <source>To keep them out, block them instead.</source>
        <translation>Sperren Sie die Person stattdessen, wenn sie nicht hereinkommen soll.</translation>
    </message>
    <message>
        <source>By schedule, {doors:, } still stands open: nobody can say yet who is inside.</source>
        <translation>Nach Zeitplan steht {doors:, } noch offen: Niemand kann schon sagen, wer im Haus ist.</translation>
    </message>
    <message>
        <source>Doors have stood open since {since}, by schedule {doors:, }: whoever came in before may have left unseen.</source>
        <translation>Seit {since} stehen Türen offen, nach Zeitplan {doors:, }: Wer vorher hereinkam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>Doors stood open from {since} to {until}, by schedule {doors:, }: whoever came in before may have left unseen.</source>
        <translation>Von {since} bis {until} standen Türen offen, nach Zeitplan {doors:, }: Wer vorher hereinkam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>See /v1/watched.</source>
        <translation>Siehe /v1/watched.</translation>
    </message>
    <message>
        <source>Wait until its hours are over, or lock it.</source>
        <translation>Warten Sie, bis ihre Zeit vorbei ist, oder verriegeln Sie sie.</translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) on the watch list could not be compared with theirs: look through it, and take them off.</source>
        <translation>
            <numerusform>{n} Gesicht auf der Beobachtungsliste war nicht zu vergleichen: Sehen Sie sie durch und nehmen Sie die Person herunter.</numerusform>
            <numerusform>{n} Gesichter auf der Beobachtungsliste waren nicht zu vergleichen: Sehen Sie sie durch und nehmen Sie die Person herunter.</numerusform>
        </translation>
    </message>
    <message>
        <source>There are: {known:, }.</source>
        <translation>Es gibt: {known:, }.</translation>
    </message>
    <message>
        <source>doors it is told of</source>
        <translation>Türen, von denen es erfährt</translation>
    </message>
    <message>
        <source>kinds it is told of</source>
        <translation>Arten, von denen es erfährt</translation>
    </message>
    <message>
        <source>{key} names {unknown:, }, which there is not.</source>
        <translation>{key} nennt {unknown:, }: Das gibt es nicht.</translation>
    </message>
    <message>
        <source>Nobody is waiting to enter a PIN.</source>
        <translation>Niemand wartet darauf, eine PIN einzugeben.</translation>
    </message>
    <message>
        <source>Opening a door by hand requires a reason.</source>
        <translation>Von Hand wird die Tür nur mit Grund geöffnet.</translation>
    </message>
    <message>
        <source>Give a reason.</source>
        <translation>Geben Sie den Grund an.</translation>
    </message>
    <message>
        <source>Adding it could let each in as the other.</source>
        <translation>Damit kämen beide als der jeweils andere herein.</translation>
    </message>
    <message>
        <source>Open it in that program.</source>
        <translation>Öffnen Sie sie dort.</translation>
    </message>
    <message>
        <source>The network that was measured is not the one that the doors use.</source>
        <translation>Gemessen wurde ein anderes Lebenderkennungsnetz als das der Türen.</translation>
    </message>
    <message>
        <source>Swap the two times.</source>
        <translation>Vertauschen Sie die beiden Zeiten.</translation>
    </message>
    <message>
        <source>Measure a photo and a phone of at least {least} people.</source>
        <translation>Messen Sie Foto und Telefon von mindestens {least} Personen.</translation>
    </message>
    <message>
        <source>Choose two people.</source>
        <translation>Nennen Sie zwei.</translation>
    </message>
    <message>
        <source>Arrange the pictures like this.</source>
        <translation>Sortieren Sie die Bilder so.</translation>
    </message>
    <message>
        <source>Use an older backup.</source>
        <translation>Nehmen Sie eine ältere Sicherung.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Nehmen Sie eine andere Kopie davon.</translation>
    </message>
    <message>
        <source>The log names no removed person {name!r}.</source>
        <translation>Das Protokoll nennt niemanden {name!r}, der entfernt wurde.</translation>
    </message>
    <message>
        <source>Both are the person with the number {lower}.</source>
        <translation>Die Person mit der Nummer {lower} ist nur eine.</translation>
    </message>
    <message>
        <source>There is no person with the number {number}.</source>
        <translation>Es gibt keine Person mit der Nummer {number}.</translation>
    </message>
    <message>
        <source>There is no photo {photo} of the person with the number {number}.</source>
        <translation>Es gibt kein Foto {photo} der Person mit der Nummer {number}.</translation>
    </message>
    <message>
        <source>This report contains no attacks.</source>
        <translation>In diesem Bericht wurde kein Angriff gemessen.</translation>
    </message>
    <message>
        <source>Say whom you mean: {people:; }.</source>
        <translation>Schreiben Sie, wen Sie meinen: {people:; }.</translation>
    </message>
    <message>
        <source>{days} days is not a valid retention time.</source>
        <translation>{days} Tage sind keine Aufbewahrungszeit.</translation>
    </message>
    <message>
        <source>{folder} has no folder with photos. {what}: {why} The same goes for {more} more.</source>
        <translation>{folder} enthält keinen Ordner mit Fotos. {what}: {why} So ist es auch bei {more} weiteren.</translation>
    </message>
    <message>
        <source>To restore it anyway and lose those entries, restore it again; it is kept as {aside}.</source>
        <translation>Um es trotzdem zu tun und diese Einträge zu verlieren, stellen Sie sie erneut wieder her; sie liegt als {aside} bereit.</translation>
    </message>
    <message>
        <source>{folder} holds the scheduled backups: only {keep} of them would be kept, and none for weeks and months.</source>
        <translation>{folder} enthält die geplanten Sicherungen: Nur {keep} davon blieben, ohne die der Wochen und Monate.</translation>
    </message>
    <message>
        <source>{name!r} is the name of the program in the trail.</source>
        <translation>{name!r} heißt im Protokoll das Programm.</translation>
    </message>
    <message>
        <source>Lock it in that program.</source>
        <translation>Verriegeln Sie sie dort.</translation>
    </message>
    <message>
        <source>No picture of this visitor is good enough to recognise them by. {why}</source>
        <translation>Kein Bild dieses Besuchers ist gut genug, um ihn daran zu erkennen. {why}</translation>
    </message>
    <message>
        <source>Going in twice cannot be detected: no camera sees who goes in, or none sees who goes out.</source>
        <translation>Doppeltes Eintreten lässt sich nicht verhindern: Keine Kamera sieht, wer hineingeht, oder keine, wer hinausgeht.</translation>
    </message>
    <message>
        <source>Doors know only people who have agreed.</source>
        <translation>Ohne Einwilligung kennt keine Tür jemanden.</translation>
    </message>
    <message>
        <source>Corrected by {who}: {where}</source>
        <translation>Berichtigt von {who}: {where}</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>{name} is not a guest.</source>
        <translation>{name} ist niemandes Gast.</translation>
    </message>
    <message>
        <source>An order for all doors requires a reason.</source>
        <translation>Eine Anordnung für alle Türen braucht einen Grund.</translation>
    </message>
    <message>
        <source>This door stays shut, because the order for all doors cannot be read.</source>
        <translation>Diese Tür bleibt zu, weil nicht lesbar ist, ob alle Türen gesperrt sind.</translation>
    </message>
    <message>
        <source>The service has stopped answering.</source>
        <translation>Der Dienst antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>No picture has been held in front of the camera for a while.</source>
        <translation>Seit einer Weile wurde kein Bild mehr vor die Kamera gehalten.</translation>
    </message>
    <message>
        <source>Somebody was forced to open the door. Get help; do not call anyone at the door.</source>
        <translation>Jemand wurde gezwungen, die Tür zu öffnen. Holen Sie Hilfe; rufen Sie niemanden an der Tür an.</translation>
    </message>
    <message>
        <source>Something that is not a living face was held in front of the camera.</source>
        <translation>Etwas, das kein lebendes Gesicht ist, wurde vor die Kamera gehalten.</translation>
    </message>
    <message>
        <source>The program is running again.</source>
        <translation>Das Programm läuft weiter.</translation>
    </message>
    <message>
        <source>alarms make a sound</source>
        <translation>Alarme sind zu hören</translation>
    </message>
    <message>
        <source>Run it as root.</source>
        <translation>Als root geht es.</translation>
    </message>
    <message>
        <source>Have the service manager of this machine start `gatekeeper serve` at boot.</source>
        <translation>Lassen Sie `gatekeeper serve` beim Systemstart von dem starten, was hier Dienste startet.</translation>
    </message>
    <message>
        <source>Use systemd on this machine.</source>
        <translation>Hier übernimmt das systemd.</translation>
    </message>
    <message>
        <source>This door stays shut: no part of this program controls {door}.</source>
        <translation>Diese Tür bleibt zu: Die Tür {door} wird nicht von diesem Programm betrieben.</translation>
    </message>
    <message>
        <source>receives</source>
        <translation>erfährt von</translation>
    </message>
    <message>
        <source>certificate authority</source>
        <translation>Aussteller des Zertifikats</translation>
    </message>
    <message>
        <source>Record that first, as the form says it.</source>
        <translation>Vermerken Sie sie erst, wie das Formular sie nennt.</translation>
    </message>
    <message>
        <source>State it first: the site&apos;s name, or the data controller with address. On the command line: gatekeeper consent set --site NAME --controller ADDRESS</source>
        <translation>Geben Sie es erst an: den Namen des Standorts, oder wer für die Daten verantwortlich ist und wo. Auf der Kommandozeile: gatekeeper consent set --site NAME --controller ADRESSE</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>Nehmen Sie es heraus.</translation>
    </message>
    <message>
        <source>The text has not changed.</source>
        <translation>Der Text ist, wie er war.</translation>
    </message>
    <message>
        <source>The picture is not in a person&apos;s folder.</source>
        <translation>Dieses Bild liegt in keinem Ordner einer Person.</translation>
    </message>
    <message>
        <source>HTTP {code}: it redirects to another address, which is not followed</source>
        <translation>HTTP {code}: Es wird an eine andere Adresse verwiesen; dem wird nicht gefolgt</translation>
    </message>
    <message>
        <source>HTTP {code}: the address no longer exists</source>
        <translation>HTTP {code}: Dort ist niemand mehr</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>die Gegenseite hat aufgelegt</translation>
    </message>
    <message>
        <source>it offers no STARTTLS, and nothing is sent unencrypted</source>
        <translation>es bietet kein STARTTLS, und im Klartext wird nichts gesendet</translation>
    </message>
    <message>
        <source>it refuses connections</source>
        <translation>dort werden keine Verbindungen angenommen</translation>
    </message>
    <message>
        <source>its certificate is not signed by a trusted authority ({why}): name the file of that authority</source>
        <translation>das Zertifikat hat niemand unterschrieben, dem hier vertraut wird ({why}): Nennen Sie die Datei dessen, der es unterschrieben hat</translation>
    </message>
    <message>
        <source>no TLS connection can be made to it: {why}</source>
        <translation>mit der Gegenseite kommt kein TLS zustande: {why}</translation>
    </message>
    <message>
        <source>undelivered messages are put aside after</source>
        <translation>was nicht angenommen wird, wird zurückgelegt nach</translation>
    </message>
    <message>
        <source>{outlet} has accepted nothing since {since}: {why}</source>
        <translation>{outlet} nimmt seit {since} nichts an: {why}</translation>
    </message>
    <message>
        <source>All doors are locked, but that could not be recorded: {why}</source>
        <translation>Alle Türen sind gesperrt, aber das konnte nicht protokolliert werden: {why}</translation>
    </message>
    <message>
        <source>There is no entry {number} on the watch list.</source>
        <translation>Unter der Nummer {number} steht niemand auf der Beobachtungsliste.</translation>
    </message>
    <message>
        <source>There is no doubt about who is inside.</source>
        <translation>Es ist nicht zweifelhaft, wer drinnen ist.</translation>
    </message>
    <message>
        <source>Watching for somebody requires a reason.</source>
        <translation>Auf die Beobachtungsliste kommt jemand nur mit einem Grund.</translation>
    </message>
    <message>
        <source>Remove somebody from it first.</source>
        <translation>Nehmen Sie zuerst jemanden von der Liste.</translation>
    </message>
    <message>
        <source>That time has passed.</source>
        <translation>Dieser Zeitpunkt ist schon vorbei.</translation>
    </message>
    <message>
        <source>The visitor of event {event} is already on the watch list.</source>
        <translation>Der Besucher des Ereignisses {event} steht schon auf der Beobachtungsliste.</translation>
    </message>
    <message>
        <source>They stay locked until somebody lets them follow their rules again, which must be recorded.</source>
        <translation>Sie bleiben gesperrt, bis jemand sie wieder ihren Regeln folgen lässt, und das muss protokolliert werden können.</translation>
    </message>
    <message numerus="yes">
        <source>This site keeps faces of visits for {n} day(s), so nobody can be watched for longer.</source>
        <translation>
            <numerusform>Dieser Standort speichert Gesichter von Besuchen {n} Tag lang und beobachtet niemanden länger.</numerusform>
            <numerusform>Dieser Standort speichert Gesichter von Besuchen {n} Tage lang und beobachtet niemanden länger.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The watch list is full: it holds {n} visitor(s).</source>
        <translation>
            <numerusform>{n} Besucher steht auf der Beobachtungsliste, mehr dürfen es nicht sein.</numerusform>
            <numerusform>{n} Besucher stehen auf der Beobachtungsliste, mehr dürfen es nicht sein.</numerusform>
        </translation>
    </message>
    <message>
        <source>All doors have stood open since {since}: people who came in before may have left unseen.</source>
        <translation>Alle Türen stehen seit {since} offen: Wer vorher kam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>All doors stood open from {since} to {until}: people who came in before may have left unseen.</source>
        <translation>Alle Türen standen von {since} bis {until} offen: Wer vorher kam, kann ungesehen gegangen sein.</translation>
    </message>
    <message>
        <source>An error happened in the program.</source>
        <translation>Das Programm hat einen Fehler gemacht.</translation>
    </message>
    <message>
        <source>The request did not arrive in time.</source>
        <translation>Die Anfrage endet nicht.</translation>
    </message>
    <message>
        <source>The service has too much data to read.</source>
        <translation>Der Dienst hat zu viel zu lesen.</translation>
    </message>
    <message>
        <source>There is no guest with the number {number}.</source>
        <translation>Es gibt keinen Gast mit der Nummer {number}.</translation>
    </message>
    <message>
        <source>{method} is not allowed at this path.</source>
        <translation>{method} ist unter diesem Pfad nicht möglich.</translation>
    </message>
    <message numerus="yes">
        <source>Registered: {n} person(s).</source>
        <translation>
            <numerusform>Registriert: {n} Person.</numerusform>
            <numerusform>Registriert: {n} Personen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The database {path} is damaged: {first} ({n} fault(s)).</source>
        <translation>
            <numerusform>Die Datenbank {path} ist beschädigt: {first} ({n} Fehler).</numerusform>
            <numerusform>Die Datenbank {path} ist beschädigt: {first} ({n} Fehler).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model {model} knows {n} person(s): too few to compare.</source>
        <translation>
            <numerusform>Das Modell {model} kennt {n} Person: zu wenige für einen Vergleich.</numerusform>
            <numerusform>Das Modell {model} kennt {n} Personen: zu wenige für einen Vergleich.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The passphrase has {n} character(s).</source>
        <translation>
            <numerusform>Die Passphrase hat {n} Zeichen.</numerusform>
            <numerusform>Die Passphrase hat {n} Zeichen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The password has {n} character(s).</source>
        <translation>
            <numerusform>Das Passwort hat {n} Zeichen.</numerusform>
            <numerusform>Das Passwort hat {n} Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Move away the folder of that name; the program makes the file.</source>
        <translation>Verschieben Sie den Ordner dieses Namens; die Datei legt das Programm an.</translation>
    </message>
    <message>
        <source>Move away what has that name; the program makes the folder.</source>
        <translation>Verschieben Sie, was diesen Namen trägt; den Ordner legt das Programm an.</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {path} must be a file.</source>
        <translation>Der Datenordner {home} kann nicht verwendet werden: {path} muss eine Datei sein.</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {path} must be a folder.</source>
        <translation>Der Datenordner {home} kann nicht verwendet werden: {path} muss ein Ordner sein.</translation>
    </message>
    <message>
        <source>{door} is locked, but that could not be recorded: {why}</source>
        <translation>{door} ist verriegelt, aber das konnte nicht protokolliert werden: {why}</translation>
    </message>
</context>
<context>
    <name>error_dialog</name>
    <message>
        <source>The door goes on as before. Please report the details below.</source>
        <translation>Die Tür arbeitet weiter wie zuvor. Bitte melden Sie die Einzelheiten unten.</translation>
    </message>
    <message>
        <source>An error happened in the program: {error}</source>
        <translation>Das Programm hat einen Fehler gemacht: {error}</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message>
        <source>Closing the program stops these doors: {doors}</source>
        <translation>Wenn Sie das Programm schließen, stehen diese Türen still: {doors}</translation>
    </message>
    <message>
        <source>They stay locked for everybody until the program is started again.</source>
        <translation>Sie bleiben für alle verschlossen, bis das Programm wieder gestartet wird.</translation>
    </message>
    <message>
        <source>These doors are running: {doors}</source>
        <translation>Diese Türen sind in Betrieb: {doors}</translation>
    </message>
    <message>
        <source>Only an administrator can close the program. Please sign in first.</source>
        <translation>Nur Administratoren können das Programm schließen. Bitte melden Sie sich zuerst an.</translation>
    </message>
    <message>
        <source>&amp;Stop the doors and close</source>
        <translation>Türen &amp;anhalten und schließen</translation>
    </message>
    <message>
        <source>&amp;Keep the doors running</source>
        <translation>&amp;Türen weiter betreiben</translation>
    </message>
    <message>
        <source>There are unsaved changes on: {pages}.</source>
        <translation>Nicht gespeicherte Änderungen auf: {pages}.</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Welcome, {name}</source>
        <translation>Willkommen, {name}</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>Bitte in die Kamera schauen</translation>
    </message>
    <message>
        <source>Outside your hours</source>
        <translation>Außerhalb Ihrer Zeiten</translation>
    </message>
    <message>
        <source>Liveness could not be checked</source>
        <translation>Lebenderkennung nicht möglich</translation>
    </message>
    <message>
        <source>The door stays shut</source>
        <translation>Die Tür bleibt zu</translation>
    </message>
    <message>
        <source>The visit could not be recorded. Please ask at the door desk.</source>
        <translation>Der Besuch konnte nicht festgehalten werden. Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>The door does not answer</source>
        <translation>Die Tür antwortet nicht</translation>
    </message>
    <message>
        <source>Please ask at the door desk.</source>
        <translation>Bitte fragen Sie am Empfang.</translation>
    </message>
    <message>
        <source>The door is open</source>
        <translation>Die Tür ist offen</translation>
    </message>
    <message>
        <source>No access, {name}</source>
        <translation>Kein Zutritt, {name}</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Not sure who it is</source>
        <translation>Nicht sicher, wer es ist</translation>
    </message>
    <message>
        <source>Too far away</source>
        <translation>Zu weit weg</translation>
    </message>
    <message>
        <source>Picture too poor</source>
        <translation>Bild zu schlecht</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Not yet valid</source>
        <translation>Noch nicht gültig</translation>
    </message>
    <message>
        <source>Access expired</source>
        <translation>Zutritt abgelaufen</translation>
    </message>
    <message>
        <source>Not for this door</source>
        <translation>Nicht für diese Tür</translation>
    </message>
    <message>
        <source>Outside the hours</source>
        <translation>Außerhalb der Zeiten</translation>
    </message>
    <message>
        <source>Mask missing</source>
        <translation>Maske fehlt</translation>
    </message>
    <message>
        <source>Mask worn wrongly</source>
        <translation>Maske falsch getragen</translation>
    </message>
    <message>
        <source>Mask not taken off</source>
        <translation>Maske nicht abgenommen</translation>
    </message>
    <message>
        <source>PIN asked for</source>
        <translation>PIN verlangt</translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation>Falsche PIN</translation>
    </message>
    <message>
        <source>Too many wrong PINs</source>
        <translation>Zu viele falsche PINs</translation>
    </message>
    <message>
        <source>Has no PIN</source>
        <translation>Hat keine PIN</translation>
    </message>
    <message>
        <source>Could not be recorded</source>
        <translation>Nicht festgehalten</translation>
    </message>
    <message>
        <source>The door did not answer</source>
        <translation>Tür antwortet nicht</translation>
    </message>
    <message>
        <source>Opened by hand</source>
        <translation>Von Hand geöffnet</translation>
    </message>
    <message>
        <source>A picture, not a person</source>
        <translation>Ein Bild, kein Mensch</translation>
    </message>
    <message>
        <source>Liveness not checked</source>
        <translation>Keine Lebenderkennung</translation>
    </message>
    <message>
        <source>{name} (command line)</source>
        <translation>{name} (Befehlszeile)</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>ohne Maske</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>mit Maske</translation>
    </message>
    <message>
        <source>mask worn wrongly</source>
        <translation>Maske falsch</translation>
    </message>
    <message>
        <source>{n}%</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>1 in {n}</source>
        <translation>1 von {n}</translation>
    </message>
    <message>
        <source>unknown user (command line)</source>
        <translation>unbekannter Benutzer (Befehlszeile)</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>Kein Zutritt</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Please register at the door desk.</source>
        <translation>Bitte lassen Sie sich am Empfang registrieren.</translation>
    </message>
    <message>
        <source>It is not certain yet who you are.</source>
        <translation>Es ist noch nicht sicher, wer Sie sind.</translation>
    </message>
    <message>
        <source>The door has just opened for you</source>
        <translation>Die Tür hat sich eben für Sie geöffnet</translation>
    </message>
    <message>
        <source>This door asks for a PIN, and none is set for you</source>
        <translation>Diese Tür verlangt eine PIN, und Sie haben noch keine</translation>
    </message>
    <message>
        <source>Returned too soon</source>
        <translation>Zu früh zurückgekommen</translation>
    </message>
    <message>
        <source>Door forced open</source>
        <translation>Tür aufgebrochen</translation>
    </message>
    <message>
        <source>Door stands open</source>
        <translation>Tür steht offen</translation>
    </message>
    <message>
        <source>Tampered with</source>
        <translation>Manipulation</translation>
    </message>
    <message>
        <source>Alarm over</source>
        <translation>Alarm vorbei</translation>
    </message>
    <message>
        <source>Went this way before</source>
        <translation>Ging schon einmal hier hindurch</translation>
    </message>
    <message>
        <source>Opened, went this way before</source>
        <translation>Geöffnet, obwohl schon hindurchgegangen</translation>
    </message>
    <message>
        <source>Let in twice</source>
        <translation>Zweimal eingelassen</translation>
    </message>
    <message>
        <source>Entry damaged</source>
        <translation>Eintrag beschädigt</translation>
    </message>
    <message>
        <source>All doors are locked</source>
        <translation>Alle Türen sind gesperrt</translation>
    </message>
    <message>
        <source>Nobody can pass now.</source>
        <translation>Zurzeit kommt niemand durch.</translation>
    </message>
    <message>
        <source>All doors locked</source>
        <translation>Alle Türen gesperrt</translation>
    </message>
    <message>
        <source>All doors opened</source>
        <translation>Alle Türen geöffnet</translation>
    </message>
    <message>
        <source>Blocked person at the door</source>
        <translation>Gesperrte Person an der Tür</translation>
    </message>
    <message>
        <source>Picture held before the camera</source>
        <translation>Bild vor die Kamera gehalten</translation>
    </message>
    <message>
        <source>Camera lost</source>
        <translation>Kamera ausgefallen</translation>
    </message>
    <message>
        <source>Relay failed</source>
        <translation>Relais ausgefallen</translation>
    </message>
    <message>
        <source>Disk nearly full</source>
        <translation>Datenträger fast voll</translation>
    </message>
    <message>
        <source>Log cannot be written</source>
        <translation>Protokoll nicht beschreibbar</translation>
    </message>
    <message>
        <source>Backup failed</source>
        <translation>Sicherung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Started after a crash</source>
        <translation>Nach einem Absturz gestartet</translation>
    </message>
    <message>
        <source>Forced to open</source>
        <translation>Zum Öffnen gezwungen</translation>
    </message>
    <message>
        <source>Second person asked for</source>
        <translation>Zweite Person erwartet</translation>
    </message>
    <message>
        <source>Another door is open</source>
        <translation>Eine andere Tür ist offen</translation>
    </message>
    <message>
        <source>Kept open by its schedule</source>
        <translation>Nach Zeitplan offen gehalten</translation>
    </message>
    <message>
        <source>No longer kept open</source>
        <translation>Nicht mehr offen gehalten</translation>
    </message>
    <message>
        <source>Locked by hand while kept open</source>
        <translation>Von Hand gesperrt, während offen gehalten</translation>
    </message>
    <message>
        <source>Messages not delivered</source>
        <translation>Nachrichten nicht zugestellt</translation>
    </message>
    <message>
        <source>Visitor on the watch list</source>
        <translation>Besucher von der Beobachtungsliste</translation>
    </message>
    <message>
        <source>No living face is seen</source>
        <translation>Kein lebender Mensch zu sehen</translation>
    </message>
    <message>
        <source>Corrected by hand</source>
        <translation>Von Hand berichtigt</translation>
    </message>
    <message>
        <source>Unknown people repeatedly</source>
        <translation>Immer wieder Unbekannte</translation>
    </message>
</context>
</TS>
