<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About gatekeeper</source>
        <translation>關於 gatekeeper</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Qt and PySide6 are used under the LGPL, version 3; the other packages under their own licences, which are installed with them. A model’s licence stands on its card, on the Models page.</source>
        <translation>Qt 與 PySide6 依 LGPL 第 3 版使用；其他套件依各自的授權使用，授權條款隨套件一併安裝。模型的授權列於「模型」頁面的模型卡上。</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Add an operator</source>
        <translation>新增操作員</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>變更密碼</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>角色(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密碼(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>再輸入一次(&amp;A)</translation>
    </message>
    <message>
        <source>At least {n} characters.</source>
        <translation>至少 {n} 個字元。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>兩次輸入的密碼不同。</translation>
    </message>
</context>
<context>
    <name>AlarmForm</name>
    <message>
        <source>&amp;Play it</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;ound</source>
        <translation>聲音(&amp;O)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>until somebody acknowledges the alarm</source>
        <translation>直到有人確認警報</translation>
    </message>
    <message>
        <source>Heard at every window that is open, locked or not. Silent alarms make no sound.</source>
        <translation>每個開啟的視窗都會發出聲音，無論是否已鎖定。無聲警報不會發出聲音。</translation>
    </message>
    <message>
        <source>&amp;Visits by unknown people</source>
        <translation>未知人員來訪次數(&amp;V)</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分鐘</translation>
    </message>
    <message>
        <source>So many at one door, within this time, are an alarm.</source>
        <translation>同一扇門在此期間內達到這個次數即觸發警報。</translation>
    </message>
    <message>
        <source>withi&amp;n</source>
        <translation>期間(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Camera without a picture for</source>
        <translation>攝影機無畫面達(&amp;C)</translation>
    </message>
    <message>
        <source>Free &amp;disk space below</source>
        <translation>可用磁碟空間低於(&amp;D)</translation>
    </message>
    <message>
        <source>Mail, webhooks and MQTT, which send alarms elsewhere, have a page of their own: Outlets.</source>
        <translation>將警報傳送至他處的電子郵件、Webhook 與 MQTT 有專屬頁面：通報管道。</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Silent alarm</source>
        <translation>無聲警報</translation>
    </message>
    <message>
        <source>No new alarms</source>
        <translation>沒有新的警報</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已知悉</translation>
    </message>
    <message numerus="yes">
        <source>and %n more: see the Alarms page</source>
        <translation>
            <numerusform>另有 %n 則：請見「警報」頁</numerusform>
        </translation>
    </message>
    <message>
        <source>{when}: {name} was forced to open “{door}”. Get help; do not call anyone at the door.</source>
        <translation>{when}：{name} 遭脅迫開啟「{door}」。請求援，切勿聯絡門口的人。</translation>
    </message>
</context>
<context>
    <name>AlarmsPage</name>
    <message>
        <source>Alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>開始時間</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事項</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地點</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>確認者</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>What was found or done</source>
        <translation>發現或處理的情形</translation>
    </message>
    <message>
        <source>&amp;Acknowledge</source>
        <translation>確認(&amp;A)</translation>
    </message>
    <message>
        <source>Silent: {what}</source>
        <translation>無聲：{what}</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>持續中</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Acknowledged by {who}, {when}</source>
        <translation>{who} 已確認，{when}</translation>
    </message>
    <message numerus="yes">
        <source>%n alarm(s) acknowledged.</source>
        <translation>
            <numerusform>已確認 %n 則警報。</numerusform>
        </translation>
    </message>
    <message>
        <source>What raises an alarm?</source>
        <translation>哪些情形會觸發警報？</translation>
    </message>
    <message>
        <source>Watch list</source>
        <translation>觀察名單</translation>
    </message>
    <message>
        <source>There has been no alarm yet. Everything that needs attention is listed here.</source>
        <translation>尚無任何警報。需要有人查看的事項都會列在這裡。</translation>
    </message>
</context>
<context>
    <name>AskToErase</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s)</source>
        <translation>
            <numerusform>%Ln 個範本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln 張已知非本人的臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) in the log</source>
        <translation>
            <numerusform>紀錄中的 %Ln 張影像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the name in %Ln event(s)</source>
        <translation>
            <numerusform>%Ln 筆事件中的姓名</numerusform>
        </translation>
    </message>
    <message>
        <source>This deletes: {what}. The events themselves stay, without a name.</source>
        <translation>將刪除：{what}。事件本身會保留，但不含姓名。</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Erase {name}? This cannot be undone.</source>
        <translation>要清除 {name} 嗎？此動作無法復原。</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>清除</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) on the watch list</source>
        <translation>
            <numerusform>觀察名單上的 %Ln 張臉</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message>
        <source>Fo&amp;lder …</source>
        <translation>資料夾(&amp;L) …</translation>
    </message>
    <message>
        <source>&amp;Key …</source>
        <translation>金鑰(&amp;K) …</translation>
    </message>
    <message>
        <source>Kept &amp;in</source>
        <translation>存放於(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;SSH key</source>
        <translation>SSH 金鑰(&amp;S)</translation>
    </message>
    <message>
        <source>For SFTP: a private key without a passphrase. Empty: the keys of the SSH agent. No password is kept.</source>
        <translation>SFTP 用：沒有密語的私密金鑰。留空則使用 SSH 代理程式的金鑰。不會儲存任何密碼。</translation>
    </message>
    <message>
        <source>The server’s &amp;fingerprint</source>
        <translation>伺服器指紋(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Every</source>
        <translation>每隔(&amp;E)</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> 小時</translation>
    </message>
    <message>
        <source>&amp;Daily ones kept</source>
        <translation>保留的每日備份(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Weekly ones kept</source>
        <translation>保留的每週備份(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Monthly ones kept</source>
        <translation>保留的每月備份(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;ave</source>
        <translation>儲存(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>立即備份(&amp;B)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>驗證(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Restore …</source>
        <translation>還原(&amp;R) …</translation>
    </message>
    <message>
        <source>The last backup was made on {when}, and checked.</source>
        <translation>最近一次備份於 {when} 完成，並已驗證。</translation>
    </message>
    <message>
        <source>Restored from {name} on {when}, by {who}.</source>
        <translation>已於 {when} 由 {who} 從 {name} 還原。</translation>
    </message>
    <message>
        <source>Folder for backups</source>
        <translation>備份資料夾</translation>
    </message>
    <message>
        <source>Private SSH key</source>
        <translation>SSH 私密金鑰</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>{name} was restored and checked: {people}, {events}.</source>
        <translation>{name} 已試行還原並檢查：{people}、{events}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln 筆事件</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore {name}?</source>
        <translation>要還原 {name} 嗎？</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>還原</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>尚無備份。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即備份</translation>
    </message>
    <message>
        <source>There is no backup. Choose a folder on another disk, then save.</source>
        <translation>沒有備份。請選擇另一顆磁碟上的資料夾，然後儲存。</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>資料夾…</translation>
    </message>
    <message>
        <source>A folder on another disk, or sftp://USER@HOST/FOLDER on another machine. Empty: no backups are made.</source>
        <translation>另一顆磁碟上的資料夾，或另一台電腦上的 sftp://使用者@主機/資料夾。留空則不備份。</translation>
    </message>
    <message>
        <source>For SFTP: SHA256:…, as given by the server’s administrator. Nothing is sent to any other server.</source>
        <translation>SFTP 用：由該伺服器的管理員提供，SHA256:…，其他伺服器收不到任何資料。</translation>
    </message>
    <message>
        <source>No backups are made. If this disk is lost, everything is lost.</source>
        <translation>目前沒有備份。此磁碟一旦遺失，所有資料都會遺失。</translation>
    </message>
    <message>
        <source>The database, the settings and the added models are replaced by those of {when}. People registered since then are no longer known, and people removed since then are known again. The present data is moved into a folder replaced-… of the home; nothing is deleted. The program restarts, and the doors stay locked meanwhile.</source>
        <translation>{when} 的資料庫、設定與新增的模型將取代目前的內容。此後登錄的人將不再被辨識，此後移除的人則會再次被辨識。目前的內容會移到程式資料夾中的 replaced-… 資料夾，不會刪除。程式將重新啟動，期間門保持上鎖。</translation>
    </message>
    <message>
        <source>The last backup of each day, week and month is kept; all other backups in that place are deleted, including those made with “Back up now”.</source>
        <translation>保留每日、每週、每月的最後一份備份；該處其他備份都會刪除，以「立即備份」建立的也一樣。</translation>
    </message>
</context>
<context>
    <name>CameraSection</name>
    <message>
        <source>Cameras</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>Show picture</source>
        <translation>顯示畫面</translation>
    </message>
    <message>
        <source>the first one</source>
        <translation>第一扇</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名稱(&amp;N)</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>來源(&amp;O)</translation>
    </message>
    <message>
        <source>0 is the first camera; also a device&apos;s path (gatekeeper doctor lists them), rtsp://…, realsense, a video file or a folder of pictures. A password in it is shown as *** and stays as long as the camera is at this address; for another, enter it again.</source>
        <translation>0 是第一部攝影機；也可以是裝置路徑（gatekeeper doctor 會列出）、rtsp://…、realsense、影片檔或圖片資料夾。其中的密碼顯示為 ***，只要攝影機仍在這個位址就會保留；換了位址請重新輸入。</translation>
    </message>
    <message>
        <source>Watches the &amp;door</source>
        <translation>監看的門(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Turned clockwise by</source>
        <translation>順時針旋轉(&amp;T)</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>不旋轉</translation>
    </message>
    <message>
        <source>Mi&amp;rrored</source>
        <translation>鏡像(&amp;R)</translation>
    </message>
    <message>
        <source>as the camera sees it</source>
        <translation>與攝影機所見相同</translation>
    </message>
    <message>
        <source>left and right as in a mirror</source>
        <translation>左右相反，如照鏡子</translation>
    </message>
    <message>
        <source>&amp;Leads</source>
        <translation>方向(&amp;L)</translation>
    </message>
    <message>
        <source>in</source>
        <translation>進入</translation>
    </message>
    <message>
        <source>out</source>
        <translation>離開</translation>
    </message>
    <message>
        <source>Smallest &amp;face</source>
        <translation>最小臉部(&amp;F)</translation>
    </message>
    <message>
        <source>For a camera mounted sideways or upside down: the picture below must be upright.</source>
        <translation>適用於側裝或倒裝的攝影機：下方的畫面必須是正立的。</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>Where people who pass this camera are going. Cameras of both kinds together show who is inside.</source>
        <translation>通過此攝影機前的人往哪個方向走。兩種方向都有攝影機時，即可得知誰在場內。</translation>
    </message>
    <message>
        <source>Smaller faces are ignored: they can hardly be recognised, and searching for them takes time.</source>
        <translation>不搜尋更小的臉：它們難以辨識，且搜尋費時。</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Bars reach from 0 to 100%; the line across one is its 95% interval.</source>
        <translation>長條圖範圍為 0 至 100%；橫線為 95% 信賴區間。</translation>
    </message>
    <message>
        <source>Where it is weak</source>
        <translation>弱點</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>授權</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>訓練資料</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>表現如何</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>Use this model?</source>
        <translation>要使用此模型嗎？</translation>
    </message>
    <message>
        <source>Now: {old}. New: {new}.</source>
        <translation>目前：{old}。新的：{new}。</translation>
    </message>
    <message>
        <source>Both models side by side</source>
        <translation>兩個模型並列比較</translation>
    </message>
    <message>
        <source>&amp;Keep the present one</source>
        <translation>保留目前的(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Use it anyway</source>
        <translation>仍要使用(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>使用(&amp;U)</translation>
    </message>
</context>
<context>
    <name>ConsentCard</name>
    <message>
        <source>Language of the consent text</source>
        <translation>同意書的語言</translation>
    </message>
    <message>
        <source>Consent, version {version}</source>
        <translation>同意書，版本 {version}</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>Consent of {name}</source>
        <translation>{name} 的同意書</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字版本</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>同意時間</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>受理人</translation>
    </message>
    <message>
        <source>Signed form</source>
        <translation>簽名表單</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>撤回時間</translation>
    </message>
    <message>
        <source>What they agreed to</source>
        <translation>此人同意過的內容</translation>
    </message>
    <message>
        <source>A &amp;form with their signature is on file</source>
        <translation>已存有本人簽名的表單(&amp;F)</translation>
    </message>
    <message>
        <source>They have read this and &amp;agree</source>
        <translation>本人已閱讀並且同意(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Signed form is on file</source>
        <translation>簽名表單已存檔(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Print form …</source>
        <translation>列印表單(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Withdraw consent …</source>
        <translation>撤回同意(&amp;W)…</translation>
    </message>
    <message>
        <source>Withdrawn on {when}: no door knows them. They stay registered, and in the log.</source>
        <translation>已於 {when} 撤回：任何門都不再辨識此人。此人仍保留登記與紀錄。</translation>
    </message>
    <message>
        <source>No consent is on record: no door knows them.</source>
        <translation>沒有同意紀錄：任何門都不會辨識此人。</translation>
    </message>
    <message>
        <source>They agree to the text in force.</source>
        <translation>此人同意現行版本。</translation>
    </message>
    <message>
        <source>on file</source>
        <translation>已存檔</translation>
    </message>
    <message>
        <source>The consent is on record: doors know them.</source>
        <translation>同意已記錄：各門會辨識此人。</translation>
    </message>
    <message>
        <source>The signed form is on record.</source>
        <translation>簽名表單已記錄。</translation>
    </message>
    <message>
        <source>Delete their photos, and the numbers computed from them, as the text promises</source>
        <translation>依同意書的承諾，刪除照片及由照片計算出的數值</translation>
    </message>
    <message>
        <source>Withdraw the consent of {name}?</source>
        <translation>要撤回 {name} 的同意嗎？</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>The consent is withdrawn: no door knows them now.</source>
        <translation>同意已撤回：任何門都不再辨識此人。</translation>
    </message>
    <message>
        <source>Consent, version {version}</source>
        <translation>同意書，版本 {version}</translation>
    </message>
    <message>
        <source>This text is not kept.</source>
        <translation>此版本的文字未保存。</translation>
    </message>
    <message>
        <source>Registered before consent was required: doors know them. Ask for their consent.</source>
        <translation>登記時尚未徵求同意：各門會辨識此人，請補徵求同意。</translation>
    </message>
    <message>
        <source>They agreed to an older text ({version}). Doors know them; ask them again.</source>
        <translation>此人同意的是較舊的版本（{version}）：各門會辨識此人，請再次徵求同意。</translation>
    </message>
    <message>
        <source>From now on no door knows them. They stay registered and stay in the log. To remove them from the log as well, erase them.</source>
        <translation>從現在起任何門都不再辨識此人。此人仍保留登記，進出紀錄也會保留。若要一併從紀錄中移除，請刪除此人。</translation>
    </message>
</context>
<context>
    <name>ConsentTextDialog</name>
    <message>
        <source>Consent text</source>
        <translation>同意書文字</translation>
    </message>
    <message>
        <source>Version of the text</source>
        <translation>文字版本</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>文字語言</translation>
    </message>
    <message>
        <source>The text as it is written</source>
        <translation>原始文字</translation>
    </message>
    <message>
        <source>The text as people read it</source>
        <translation>閱讀時的文字</translation>
    </message>
    <message>
        <source>&amp;Print blank form …</source>
        <translation>列印空白表單(&amp;P)…</translation>
    </message>
    <message>
        <source>Put in &amp;force</source>
        <translation>設為現行版本(&amp;F)</translation>
    </message>
    <message>
        <source>{when}, by {who}</source>
        <translation>{when}，由 {who} 撰寫</translation>
    </message>
    <message>
        <source>{version} (in force)</source>
        <translation>{version}（現行）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) agreed to an older text: choose them on the People page and ask them again.</source>
        <translation>
            <numerusform>有 %Ln 人同意的是較舊的版本：請在「人員」頁選取他們，再次徵求同意。</numerusform>
        </translation>
    </message>
    <message>
        <source>An earlier text, kept as it was read. It cannot be changed.</source>
        <translation>較早的版本，依當時閱讀的內容保存，無法更改。</translation>
    </message>
    <message>
        <source>&amp;Site&apos;s name</source>
        <translation>場所名稱(&amp;S)</translation>
    </message>
    <message>
        <source>The text of version {version} is in force.</source>
        <translation>版本 {version} 的文字已生效。</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>程式內附</translation>
    </message>
    <message>
        <source>The values of the placeholders have changed: put the text in force as it reads now.</source>
        <translation>佔位符所代表的內容已變更：請將目前的文字設為現行版本。</translation>
    </message>
    <message>
        <source>Placeholders: {known}. The last three say how long the log, its pictures and guests are kept.</source>
        <translation>佔位符：{known}。最後三個為紀錄、紀錄中的照片與訪客的保存期限。</translation>
    </message>
    <message>
        <source>Data contr&amp;oller, with address</source>
        <translation>個資負責人與地址(&amp;W)</translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message>
        <source>&amp;Undo</source>
        <translation>復原(&amp;U)</translation>
    </message>
    <message>
        <source>{name} is a guest now.</source>
        <translation>{name} 現在是訪客。</translation>
    </message>
    <message>
        <source>Watch for this visitor</source>
        <translation>將此訪客列入觀察名單</translation>
    </message>
    <message>
        <source>&amp;Watch for them</source>
        <translation>列入名單(&amp;W)</translation>
    </message>
    <message>
        <source>Remembered: this face is not {name}.</source>
        <translation>已記住：這張臉不是 {name}。</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>這是誰？</translation>
    </message>
    <message>
        <source>Added to {name}&apos;s photos.</source>
        <translation>已加入 {name} 的照片。</translation>
    </message>
    <message numerus="yes">
        <source>{name} has been erased from %Ln event(s).</source>
        <translation>
            <numerusform>已從 %Ln 筆事件中清除 {name}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已復原。</translation>
    </message>
    <message>
        <source>When they come to any door again, an alarm is raised with your reason. No door opens for them. Their face is kept although they have not agreed to that, so give a reason that will hold.</source>
        <translation>此訪客再次出現在任何一扇門前時，會發出附上您所填原因的警報。沒有任何門會為其開啟。其臉部資料將在未經同意下保存：請填寫站得住腳的原因。</translation>
    </message>
    <message>
        <source>They are on the watch list until {end}.</source>
        <translation>此訪客列入觀察名單，至 {end} 為止。</translation>
    </message>
</context>
<context>
    <name>CredentialsDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密碼(&amp;P)</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>Demo</source>
        <translation>示範</translation>
    </message>
</context>
<context>
    <name>DoneStep</name>
    <message>
        <source>Register &amp;another</source>
        <translation>登錄下一位(&amp;A)</translation>
    </message>
    <message>
        <source>{name} is registered</source>
        <translation>{name} 已登錄</translation>
    </message>
    <message>
        <source>The door knows them from now on.</source>
        <translation>門口從現在起認得這個人。</translation>
    </message>
    <message numerus="yes">
        <source>Number {number}, %Ln new photo(s)</source>
        <translation>
            <numerusform>編號 {number}，新增 %Ln 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{doors}: these doors also ask for a PIN. Set one on the People page (Ctrl+3).</source>
        <translation>{doors}：這些門還需要 PIN 碼。請在「人員」頁面（Ctrl+3）設定。</translation>
    </message>
</context>
<context>
    <name>DoorCard</name>
    <message>
        <source>Nobody has come yet.</source>
        <translation>還沒有人來過。</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>沒有回應</translation>
    </message>
    <message>
        <source>Not guarded</source>
        <translation>無人看守</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>僅監看</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Locked for everybody</source>
        <translation>對所有人鎖上</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已上鎖</translation>
    </message>
</context>
<context>
    <name>DoorSection</name>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Open as a test</source>
        <translation>測試開門</translation>
    </message>
    <message>
        <source>Stays as it is: its events and its rule are stored under this name.</source>
        <translation>名稱不可變更：事件與規則皆以此名稱儲存。</translation>
    </message>
    <message>
        <source>door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Not measured here yet: the PIN is asked for.</source>
        <translation>此處尚未測量：會要求輸入 PIN。</translation>
    </message>
    <message>
        <source>Measured here: the PIN is not asked for.</source>
        <translation>此處已測量：不要求輸入 PIN。</translation>
    </message>
    <message>
        <source>Asks nothing of people. Needs a depth camera; see its figures on the Models page.</source>
        <translation>不需要任何動作。需要深度攝影機；相關數據請見「模型」頁面。</translation>
    </message>
    <message>
        <source>Asks nothing of people.</source>
        <translation>不需要任何動作。</translation>
    </message>
    <message>
        <source>Passive check, by people of a public test: {refused} of visits refused, {passed} of pictures let through.</source>
        <translation>被動檢查，依公開測試中的人員：{refused} 的到訪遭拒，{passed} 的圖片通過。</translation>
    </message>
    <message>
        <source>Passive check, measured here: {refused} of visits refused, {passed} of pictures let through.</source>
        <translation>被動檢查，於此處測得：{refused} 的到訪遭拒，{passed} 的圖片通過。</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>正在開啟 …</translation>
    </message>
    <message>
        <source>The relay answered; the test is on record.</source>
        <translation>繼電器已回應；測試已記錄。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名稱(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Relay</source>
        <translation>繼電器(&amp;R)</translation>
    </message>
    <message>
        <source>“simulated”, “board:PORT” (gatekeeper&apos;s door board), “serial:PORT” (Arduino with StandardFirmata), “lcus:PORT” (USB relay), “shelly:HOST”, “tasmota:HOST”, “modbus-tcp:HOST” or “modbus-rtu:PORT”.</source>
        <translation>「simulated」、「board:PORT」（gatekeeper 門控板）、「serial:PORT」（載有 StandardFirmata 的 Arduino）、「lcus:PORT」（USB 繼電器）、「shelly:HOST」、「tasmota:HOST」、「modbus-tcp:HOST」或「modbus-rtu:PORT」。</translation>
    </message>
    <message>
        <source>Stays &amp;open</source>
        <translation>開啟時間(&amp;O)</translation>
    </message>
    <message>
        <source>P&amp;ause before it opens again</source>
        <translation>再次開門前的間隔(&amp;A)</translation>
    </message>
    <message>
        <source>For the same person.</source>
        <translation>針對同一人。</translation>
    </message>
    <message>
        <source>May stand open &amp;for</source>
        <translation>可持續開啟(&amp;F)</translation>
    </message>
    <message>
        <source>Then there is an alarm, where the relay has a door contact.</source>
        <translation>若繼電器接有門磁開關，逾時便會發出警報。</translation>
    </message>
    <message>
        <source>Its schedules are in this time zone. All times are told in that of the first door. This machine’s is {zone}.</source>
        <translation>時段表依此時區解讀。所有時間都以第一扇門的時區顯示。本機的時區為 {zone}。</translation>
    </message>
    <message>
        <source>&amp;Time zone</source>
        <translation>時區(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>口罩(&amp;M)</translation>
    </message>
    <message>
        <source>may be worn</source>
        <translation>可戴</translation>
    </message>
    <message>
        <source>must be worn</source>
        <translation>必須戴</translation>
    </message>
    <message>
        <source>must be taken off</source>
        <translation>必須取下</translation>
    </message>
    <message>
        <source>P&amp;hoto protection</source>
        <translation>防照片冒用(&amp;H)</translation>
    </message>
    <message>
        <source>passive check and head turn</source>
        <translation>被動檢查與轉頭</translation>
    </message>
    <message>
        <source>passive check</source>
        <translation>被動檢查</translation>
    </message>
    <message>
        <source>depth camera</source>
        <translation>深度攝影機</translation>
    </message>
    <message>
        <source>none: a photo may open the door</source>
        <translation>無：照片可能開門</translation>
    </message>
    <message>
        <source>&amp;PIN besides the face</source>
        <translation>臉部之外的 PIN(&amp;P)</translation>
    </message>
    <message>
        <source>until photos are known to be kept out here</source>
        <translation>直到確認此處能擋下照片</translation>
    </message>
    <message>
        <source>always</source>
        <translation>一律</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>Speaks to people &amp;in</source>
        <translation>對人使用的語言(&amp;I)</translation>
    </message>
    <message>
        <source>the window&apos;s language</source>
        <translation>視窗的語言</translation>
    </message>
    <message>
        <source>Residents&apos; screen &amp;greets</source>
        <translation>門口螢幕問候(&amp;G)</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>不顯示姓名</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>顯示姓名</translation>
    </message>
    <message>
        <source>no</source>
        <translation>無</translation>
    </message>
    <message>
        <source>a chime, another for a refusal</source>
        <translation>歡迎與拒絕時播放不同音效</translation>
    </message>
    <message>
        <source>Residents&apos; screen sounds</source>
        <translation>門口螢幕音效</translation>
    </message>
    <message>
        <source>Anyone who holds up a good photo of a person is let in as that person.</source>
        <translation>任何人只要舉起某人的清晰照片，就會被當成該人放行。</translation>
    </message>
    <message>
        <source>Asks for a turn of the head, which takes everybody a few seconds; flat pictures cannot do that.</source>
        <translation>要求轉頭，每個人會多花幾秒；平面圖片無法照做。</translation>
    </message>
    <message>
        <source>Anyone behind them can read it.</source>
        <translation>站在後方的人也看得到。</translation>
    </message>
</context>
<context>
    <name>DoorTile</name>
    <message>
        <source>Picture of the camera {name}</source>
        <translation>攝影機 {name} 的畫面</translation>
    </message>
    <message>
        <source>Open the door…</source>
        <translation>開門…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已開啟</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已上鎖</translation>
    </message>
    <message>
        <source>The clip has ended.</source>
        <translation>影片已播放完畢。</translation>
    </message>
    <message>
        <source>The picture is black: is the lens covered?</source>
        <translation>畫面全黑：鏡頭是否被遮住？</translation>
    </message>
    <message>
        <source>The camera delivers no colour pictures.</source>
        <translation>攝影機沒有提供彩色畫面。</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>請稍候</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>正在載入辨識功能。</translation>
    </message>
    <message>
        <source>Recognition has stopped</source>
        <translation>辨識已停止</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>沒有畫面</translation>
    </message>
    <message>
        <source>Nobody is registered yet</source>
        <translation>尚未登錄任何人</translation>
    </message>
    <message>
        <source>Register the first person: Ctrl+2.</source>
        <translation>請登錄第一位人員：Ctrl+2。</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>請看鏡頭</translation>
    </message>
    <message>
        <source>Open the door {name}</source>
        <translation>開啟「{name}」</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>僅供觀看</translation>
    </message>
    <message>
        <source>Not guarded</source>
        <translation>無人看守</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>沒有回應</translation>
    </message>
    <message>
        <source>The door was opened from the desk.</source>
        <translation>櫃台已為您開門。</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>請先登入。</translation>
    </message>
    <message>
        <source>Only operators may open a door by hand.</source>
        <translation>只有操作員可以手動開門。</translation>
    </message>
    <message>
        <source>Photos are being prepared for the new model: {done} of {all}. The door stays locked.</source>
        <translation>正在為新模型準備照片：{done} / {all}。門保持上鎖。</translation>
    </message>
    <message>
        <source>The door stays locked. Please restart the program.</source>
        <translation>門保持上鎖。請重新啟動程式。</translation>
    </message>
    <message>
        <source>The door stays locked until the camera is back.</source>
        <translation>攝影機恢復之前，門保持上鎖。</translation>
    </message>
    <message>
        <source>The door stays locked. Plug the camera in, or sign in and choose another one on the Settings page.</source>
        <translation>門保持上鎖。請接上攝影機，或登入後在「設定」頁選擇其他攝影機。</translation>
    </message>
    <message>
        <source>The door stays locked. Plug the camera in, or choose another one on the Settings page.</source>
        <translation>門保持上鎖。請接上攝影機，或在「設定」頁選擇其他攝影機。</translation>
    </message>
    <message>
        <source>The door stays locked. {why} Run “gatekeeper doctor”.</source>
        <translation>門保持上鎖。{why}請執行「gatekeeper doctor」。</translation>
    </message>
    <message>
        <source>Liveness cannot be checked</source>
        <translation>無法進行活體偵測</translation>
    </message>
    <message>
        <source>For {name}.</source>
        <translation>給 {name}。</translation>
    </message>
    <message>
        <source>For the person on the left of the picture.</source>
        <translation>給畫面左側的人。</translation>
    </message>
    <message>
        <source>For the person on the right of the picture.</source>
        <translation>給畫面右側的人。</translation>
    </message>
    <message>
        <source>For person {n} from the left of the picture.</source>
        <translation>給畫面中左起第 {n} 位。</translation>
    </message>
    <message>
        <source>Another program guards this door</source>
        <translation>另一個程式正在看守這扇門</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>The service does not answer</source>
        <translation>服務沒有回應</translation>
    </message>
    <message>
        <source>The door stays locked until the service is back.</source>
        <translation>服務恢復之前，門會保持上鎖。</translation>
    </message>
    <message>
        <source>The picture does not change: is the camera frozen?</source>
        <translation>畫面靜止不動：攝影機是否當機？</translation>
    </message>
</context>
<context>
    <name>DoorsPage</name>
    <message>
        <source>&amp;Lock all …</source>
        <translation>全部鎖上(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Open all …</source>
        <translation>全部開啟(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;By the rules again …</source>
        <translation>恢復依規則運作(&amp;B)…</translation>
    </message>
    <message>
        <source>Only operators may give an order to all doors.</source>
        <translation>只有操作員可以對所有門下達指令。</translation>
    </message>
    <message>
        <source>All doors are locked for everybody since {when}, by {who}: {why}</source>
        <translation>自 {when} 起所有門已對所有人鎖上，由 {who} 執行：{why}</translation>
    </message>
    <message>
        <source>All doors are open for everybody since {when}, by {who}: {why}</source>
        <translation>自 {when} 起所有門對所有人開啟，由 {who} 執行：{why}</translation>
    </message>
    <message>
        <source>All doors were opened for everybody at {when}, by {who}: {why}</source>
        <translation>{who} 於 {when} 為所有人開啟了所有的門：{why}</translation>
    </message>
    <message>
        <source>Lock all doors</source>
        <translation>鎖上所有門</translation>
    </message>
    <message>
        <source>Open all doors</source>
        <translation>開啟所有門</translation>
    </message>
    <message>
        <source>By the rules again</source>
        <translation>恢復依規則運作</translation>
    </message>
    <message>
        <source>Every door follows its rule again.</source>
        <translation>每扇門恢復依規則運作。</translation>
    </message>
    <message>
        <source>No camera watches a door yet.</source>
        <translation>還沒有攝影機監看任何門。</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>開啟設定</translation>
    </message>
    <message>
        <source>All doors were opened at {when} by {who} ({why}). That ended with the program.</source>
        <translation>{who} 於 {when} 開啟了所有門（{why}），程式結束時已隨之終止。</translation>
    </message>
    <message>
        <source>Nobody can pass any door, by face, by PIN or by hand, until you let the doors follow their rules again. A restart does not change that.</source>
        <translation>在您讓各門恢復依規則運作之前，任何人都無法以臉部、PIN 或手動方式通過任何一扇門。重新啟動後仍然有效。</translation>
    </message>
    <message>
        <source>All doors stand open for everybody until you let them follow their rules again, or the program ends. Escape routes must never depend on this: they must open by hand from inside.</source>
        <translation>所有門會對所有人開啟，直到您讓各門恢復依規則運作，或程式結束為止。火災時的逃生絕不可依賴此功能：通往外面的門必須能從內側以手開啟。</translation>
    </message>
    <message>
        <source>All doors are locked for everybody since {when}. That could not be recorded.</source>
        <translation>自 {when} 起，所有門均已對所有人上鎖。此事未能記錄下來。</translation>
    </message>
    <message>
        <source>People who were inside may have left unseen: confirm or clear the list on the Inside page.</source>
        <translation>原本在內的人可能已在未被看到的情況下離開：請在「在場」頁面確認或清除名單。</translation>
    </message>
</context>
<context>
    <name>DoorsTab</name>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Groups that are admitted</source>
        <translation>獲准通行的群組</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Going in twice (anti-passback)</source>
        <translation>重複進入（Anti-passback）</translation>
    </message>
    <message>
        <source>Shut before it opens (interlock)</source>
        <translation>開啟前須關閉（互鎖）</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>任何時間</translation>
    </message>
    <message>
        <source>When {group} may pass</source>
        <translation>{group} 何時可以通行</translation>
    </message>
    <message>
        <source>Choose at least one group, or admit everybody.</source>
        <translation>請至少選擇一個群組，或允許所有人。</translation>
    </message>
    <message>
        <source>04:00, or empty</source>
        <translation>04:00，或留空</translation>
    </message>
    <message>
        <source>Write the time of day as 04:00.</source>
        <translation>請將時刻寫成 04:00。</translation>
    </message>
    <message>
        <source>each alone</source>
        <translation>每人單獨</translation>
    </message>
    <message>
        <source>Doors that must be shut before this one opens</source>
        <translation>此門開啟前必須關閉的門</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>Everybody who is registered, at any time</source>
        <translation>所有已登記的人，任何時間</translation>
    </message>
    <message>
        <source>These groups, when their schedule says so:</source>
        <translation>下列群組，依其時段表：</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>口罩</translation>
    </message>
    <message>
        <source>PIN besides the face</source>
        <translation>人臉之外的 PIN</translation>
    </message>
    <message>
        <source>Stays open</source>
        <translation>開啟時間</translation>
    </message>
    <message>
        <source>Not again for the same person within</source>
        <translation>同一人再次開啟的間隔</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>時區</translation>
    </message>
    <message>
        <source>Who is inside is remembered for</source>
        <translation>記住在場人員的時間</translation>
    </message>
    <message>
        <source>and forgotten every day at</source>
        <translation>每日清除時間</translation>
    </message>
    <message>
        <source>only after the first person was let in</source>
        <translation>第一人獲准進入後才開始</translation>
    </message>
    <message>
        <source>Opens for two people only, within</source>
        <translation>須兩人同行，間隔</translation>
    </message>
    <message>
        <source>Kept open by schedule</source>
        <translation>依時段表保持開啟</translation>
    </message>
    <message>
        <source>There is no group yet. Doors admit people by their groups.</source>
        <translation>尚無群組。門依人員所屬的群組決定是否放行。</translation>
    </message>
    <message>
        <source>Go to the groups</source>
        <translation>前往群組</translation>
    </message>
    <message>
        <source>There is no other door.</source>
        <translation>沒有其他的門。</translation>
    </message>
    <message>
        <source>Needs cameras that see who goes in and who goes out.</source>
        <translation>適用於有攝影機看到誰進入、誰離開的場所。</translation>
    </message>
    <message>
        <source>There is no door yet. Add doors on the Settings page.</source>
        <translation>尚無門。請在「設定」頁新增。</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>&amp;Add …</source>
        <translation>新增…(&amp;A)</translation>
    </message>
    <message>
        <source>Re&amp;name …</source>
        <translation>重新命名…(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>移除…(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>復原(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Discard changes</source>
        <translation>捨棄變更(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>儲存(&amp;S)</translation>
    </message>
    <message>
        <source>{name} was removed elsewhere.</source>
        <translation>{name} 已在別處被移除。</translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} 已儲存。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>要移除 {name} 嗎？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add …</source>
        <translation>新增…</translation>
    </message>
    <message>
        <source>(not saved)</source>
        <translation>（尚未儲存）</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Person and consent</source>
        <translation>人員與同意書</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Known already?</source>
        <translation>是否已登錄？</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>EvacuationFolder</name>
    <message>
        <source>Fo&amp;lder …</source>
        <translation>資料夾(&amp;L) …</translation>
    </message>
    <message>
        <source>Kept &amp;in</source>
        <translation>存放於(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;ave</source>
        <translation>儲存(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Write now</source>
        <translation>立即寫入(&amp;W)</translation>
    </message>
    <message>
        <source>No list is kept.</source>
        <translation>未存放名單。</translation>
    </message>
    <message>
        <source>Nothing has been written there yet.</source>
        <translation>該處尚未寫入任何內容。</translation>
    </message>
    <message>
        <source>Folder for the evacuation list</source>
        <translation>疏散名單的資料夾</translation>
    </message>
    <message>
        <source>No list is kept any more.</source>
        <translation>不再存放名單。</translation>
    </message>
    <message numerus="yes">
        <source>The list was written: %Ln person(s).</source>
        <translation>
            <numerusform>名單已寫入：%Ln 人。</numerusform>
        </translation>
    </message>
    <message>
        <source>Whenever somebody goes in or out, the list is written here unencrypted, as inside.html and inside.csv: for a screen at the assembly point, or a share on another machine. After a power failure the last list is still there.</source>
        <translation>每當有人進出，名單就會以 inside.html 與 inside.csv 未加密寫入此處，可供集合地點的螢幕或其他電腦的共用資料夾使用。停電時留在該處的即為最後的名單。</translation>
    </message>
    <message>
        <source>Empty: no list is written.</source>
        <translation>留空：不存放。</translation>
    </message>
    <message>
        <source>The list there was written on {when}.</source>
        <translation>該處的名單時間為 {when}。</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Last events</source>
        <translation>最近事件</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不認識</translation>
    </message>
</context>
<context>
    <name>EventTable</name>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>口罩</translation>
    </message>
    <message>
        <source>Decision time</source>
        <translation>判定時間</translation>
    </message>
</context>
<context>
    <name>EventView</name>
    <message>
        <source>This is &amp;not them</source>
        <translation>不是這個人(&amp;N)</translation>
    </message>
    <message>
        <source>The face is remembered as somebody who is not this person.</source>
        <translation>記住這張臉不是這個人。</translation>
    </message>
    <message>
        <source>This &amp;is …</source>
        <translation>這是…(&amp;I)</translation>
    </message>
    <message>
        <source>The face becomes a photo of the person you choose.</source>
        <translation>將這張臉加入您選擇的人員照片。</translation>
    </message>
    <message>
        <source>E&amp;rase this person …</source>
        <translation>清除此人…(&amp;R)</translation>
    </message>
    <message>
        <source>They were removed; the log still holds their name and pictures.</source>
        <translation>此人已移除，但紀錄中仍保留姓名與影像。</translation>
    </message>
    <message>
        <source>&amp;Larger …</source>
        <translation>放大(&amp;L)…</translation>
    </message>
    <message>
        <source>Choose an event to see it in full.</source>
        <translation>請選擇一個事件以檢視詳情。</translation>
    </message>
    <message>
        <source>No picture is kept.</source>
        <translation>未保留照片。</translation>
    </message>
    <message>
        <source>Nobody known</source>
        <translation>不認識的人</translation>
    </message>
    <message>
        <source>Named since</source>
        <translation>事後指認</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>口罩</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測量值</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Decision time</source>
        <translation>判定時間</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>編號</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>設為訪客(&amp;G)…</translation>
    </message>
    <message>
        <source>Watch &amp;for them …</source>
        <translation>列入觀察名單(&amp;F)…</translation>
    </message>
    <message>
        <source>The visitor is let in for a day, and recognised by the pictures of this visit.</source>
        <translation>訪客可進入一天，並以這次到訪的影像辨識。</translation>
    </message>
    <message>
        <source>An alarm is raised when this visitor comes to any door again.</source>
        <translation>此訪客再次出現在任何一扇門前時，會發出警報。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>&amp;Export …</source>
        <translation>匯出(&amp;E)…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>CSV with a byte-order mark, for Excel (*.csv)</source>
        <translation>含位元組順序標記的 CSV，供 Excel 使用 (*.csv)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Any outcome</source>
        <translation>所有結果</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已開門</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒絕</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不認識</translation>
    </message>
    <message>
        <source>Any reason</source>
        <translation>所有原因</translation>
    </message>
    <message>
        <source>Any door</source>
        <translation>所有的門</translation>
    </message>
    <message>
        <source>Part of a name, or a number</source>
        <translation>姓名的一部分或編號</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Corrected by hand</source>
        <translation>手動更正</translation>
    </message>
</context>
<context>
    <name>FirstStepsButton</name>
    <message>
        <source>First steps
{done} of {all}</source>
        <translation>開始使用
{done} / {all}</translation>
    </message>
</context>
<context>
    <name>FirstStepsDialog</name>
    <message>
        <source>First steps</source>
        <translation>開始使用</translation>
    </message>
    <message>
        <source>Make the first administrator</source>
        <translation>建立第一位管理員</translation>
    </message>
    <message>
        <source>See a camera’s picture</source>
        <translation>看到攝影機的畫面</translation>
    </message>
    <message>
        <source>Connect a door’s relay</source>
        <translation>連接門的繼電器</translation>
    </message>
    <message>
        <source>Register somebody, with and without a mask</source>
        <translation>登錄一個人（戴口罩與未戴口罩）</translation>
    </message>
    <message>
        <source>Measure how well living faces are told from pictures</source>
        <translation>量測真人臉與照片的區分程度</translation>
    </message>
    <message>
        <source>Set where backups go</source>
        <translation>設定備份位置</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>待辦</translation>
    </message>
    <message>
        <source>Calibrate the thresholds with your own people</source>
        <translation>依您自己的人員校準門檻</translation>
    </message>
    <message>
        <source>The site is ready once all of this is done. This list then disappears.</source>
        <translation>以上全部完成後，系統即可運作，此清單會自動消失。</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>A folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>選擇 …</translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message>
        <source>Groups</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>People in this group</source>
        <translation>此群組的成員</translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>移出(&amp;T)</translation>
    </message>
    <message>
        <source>Who is in the group {name}?</source>
        <translation>誰屬於群組 {name}？</translation>
    </message>
    <message>
        <source>Add a &amp;person …</source>
        <translation>加入人員…(&amp;P)</translation>
    </message>
    <message>
        <source>Choose a group, or add one.</source>
        <translation>請選擇群組，或新增一個。</translation>
    </message>
    <message>
        <source>Nobody is in this group yet.</source>
        <translation>此群組還沒有任何人。</translation>
    </message>
    <message>
        <source>Add a person …</source>
        <translation>加入人員…</translation>
    </message>
    <message>
        <source>There is no group yet. Doors admit people by their groups.</source>
        <translation>尚無群組。門依人員所屬的群組決定是否放行。</translation>
    </message>
</context>
<context>
    <name>GuestDialog</name>
    <message>
        <source>Guest for a day</source>
        <translation>單日訪客</translation>
    </message>
    <message>
        <source>&amp;Choose …</source>
        <translation>選擇(&amp;C)…</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>&amp;Take a picture</source>
        <translation>拍照(&amp;T)</translation>
    </message>
    <message>
        <source>The guest has read this and &amp;agrees</source>
        <translation>訪客已閱讀並同意(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>登記(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>受訪者</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>群組(&amp;G)</translation>
    </message>
    <message>
        <source>Face of the guest</source>
        <translation>訪客的臉</translation>
    </message>
    <message>
        <source>Whose guest?</source>
        <translation>誰的訪客？</translation>
    </message>
    <message>
        <source>The camera shows nothing yet.</source>
        <translation>攝影機尚無畫面。</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Only the &amp;doors</source>
        <translation>僅限下列門(&amp;D)</translation>
    </message>
    <message>
        <source>Groups decide which doors open; may be left empty</source>
        <translation>決定可開啟哪些門；可留空</translation>
    </message>
    <message>
        <source>A picture without a mask is needed: ask the guest to stand in front of a camera.</source>
        <translation>需要一張未戴口罩的影像：請訪客站到攝影機前。</translation>
    </message>
    <message>
        <source>The only doors they may pass. If none is ticked: every door that their groups may pass</source>
        <translation>只能通過這些門；未勾選時，可通過其群組允許的所有門</translation>
    </message>
    <message>
        <source>{door} admits only {groups}: put the guest into one of these groups.</source>
        <translation>{door} 只允許 {groups}：請將訪客加入其中一個群組。</translation>
    </message>
    <message>
        <source>a picture without a mask</source>
        <translation>未戴口罩的影像</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>whose guest it is</source>
        <translation>是誰的訪客</translation>
    </message>
    <message>
        <source>the consent</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Still missing: {what}</source>
        <translation>尚缺：{what}</translation>
    </message>
</context>
<context>
    <name>Guests</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>受訪者</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>訪客</translation>
    </message>
    <message>
        <source>&amp;New guest …</source>
        <translation>新增訪客(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;End visit</source>
        <translation>結束到訪(&amp;E)</translation>
    </message>
    <message>
        <source>may come in</source>
        <translation>可進入</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>已封鎖</translation>
    </message>
    <message>
        <source>visit over</source>
        <translation>到訪已結束</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未開始</translation>
    </message>
    <message>
        <source>no consent</source>
        <translation>未同意</translation>
    </message>
    <message numerus="yes">
        <source>A guest is erased, with pictures and name, %Ln day(s) after the visit.</source>
        <translation>
            <numerusform>訪客的影像與姓名會在到訪後 %Ln 天清除。</numerusform>
        </translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>已不在名單上的人</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>no door admits them</source>
        <translation>沒有門允許通行</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>The visit of {name} has ended.</source>
        <translation>{name} 的到訪已結束。</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>any</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>New guest …</source>
        <translation>新增訪客…</translation>
    </message>
    <message>
        <source>Guests are kept after their visit until somebody erases them.</source>
        <translation>訪客資料在到訪後會保留，直到有人清除。</translation>
    </message>
    <message>
        <source>There are no guests. A guest has access for a day, as the guest of somebody registered.</source>
        <translation>目前沒有訪客。訪客由受訪者具名，可通行一天。</translation>
    </message>
</context>
<context>
    <name>HolidaysTab</name>
    <message>
        <source>Holidays</source>
        <translation>假日</translation>
    </message>
    <message>
        <source>Every &amp;year</source>
        <translation>每年(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>從(&amp;F)</translation>
    </message>
    <message>
        <source>t&amp;o</source>
        <translation>至(&amp;O)</translation>
    </message>
    <message>
        <source>The last day comes before the first.</source>
        <translation>最後一天早於第一天。</translation>
    </message>
    <message>
        <source>The grey days are not among them: hours that begin there do not count.</source>
        <translation>灰色的日子不在其中：從這些日子開始的時段無效。</translation>
    </message>
    <message>
        <source>The hours on these days, instead of those of the schedules. None: closed.</source>
        <translation>這些日子的時段，取代時段表的時段；未設定即為關閉。</translation>
    </message>
    <message>
        <source>There is no holiday yet. Holidays have hours of their own.</source>
        <translation>尚無假日。假日適用不同的時段。</translation>
    </message>
</context>
<context>
    <name>ImportStep</name>
    <message>
        <source>Register a whole folder</source>
        <translation>登錄整個資料夾</translation>
    </message>
    <message>
        <source>No folder is chosen yet.</source>
        <translation>尚未選擇資料夾。</translation>
    </message>
    <message>
        <source>Choose a &amp;folder…</source>
        <translation>選擇資料夾…(&amp;F)</translation>
    </message>
    <message>
        <source>All of them have read the consent (version {version}) and &amp;agree</source>
        <translation>所有人都已閱讀同意書（版本 {version}）並且同意(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Register all</source>
        <translation>全部登錄(&amp;R)</translation>
    </message>
    <message>
        <source>The folder has a subfolder for each person, which has their name and contains their photos. A table people.csv beside them can add more: name, groups, department, valid_from, valid_until, consent, note.</source>
        <translation>資料夾中每個人各有一個以其姓名命名、存放其照片的資料夾。旁邊的表格 people.csv 可以提供更多資訊：name、groups、department、valid_from、valid_until、consent、note。</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Person or photo</source>
        <translation>人員或照片</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>報告</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>A folder of people is missing.</source>
        <translation>缺少人員資料夾。</translation>
    </message>
    <message>
        <source>Nobody is registered without consent.</source>
        <translation>未經同意不得登錄。</translation>
    </message>
    <message>
        <source>Registered: {people}. Not registered: {refused}. Photos refused: {photos}.</source>
        <translation>已登錄：{people}。未登錄：{refused}。不採用的照片：{photos}。</translation>
    </message>
    <message numerus="yes">
        <source>registered with %Ln photo(s)</source>
        <translation>
            <numerusform>已登錄 %Ln 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder of people</source>
        <translation>人員資料夾</translation>
    </message>
    <message>
        <source>not registered: {why}</source>
        <translation>未登錄：{why}</translation>
    </message>
    <message>
        <source>photo refused: {why}</source>
        <translation>照片不採用：{why}</translation>
    </message>
    <message>
        <source>stopped before</source>
        <translation>在此之前已停止</translation>
    </message>
    <message>
        <source>left out: {why}</source>
        <translation>略過：{why}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>處理結果</translation>
    </message>
    <message>
        <source>Names that are not UTF-8 were read as {encoding}. Check them.</source>
        <translation>非 UTF-8 的名稱已依 {encoding} 讀取，請核對。</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source>Found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>進入時間</translation>
    </message>
    <message>
        <source>By the door</source>
        <translation>經由的門</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>受訪者</translation>
    </message>
    <message>
        <source>Who is inside</source>
        <translation>在場人員</translation>
    </message>
    <message>
        <source>Has &amp;left</source>
        <translation>已離開(&amp;L)</translation>
    </message>
    <message>
        <source>Somebody is &amp;inside …</source>
        <translation>有人在內(&amp;I)…</translation>
    </message>
    <message>
        <source>May pass &amp;again …</source>
        <translation>允許再次通過(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Print …</source>
        <translation>列印(&amp;P)…</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Every&amp;body</source>
        <translation>所有人(&amp;B)</translation>
    </message>
    <message>
        <source>Whose attendance: of everybody, or of one person</source>
        <translation>要匯出誰的出勤：所有人或某一個人</translation>
    </message>
    <message>
        <source>Export attendance</source>
        <translation>匯出出勤紀錄</translation>
    </message>
    <message>
        <source>Who is inside?</source>
        <translation>誰在場內？</translation>
    </message>
    <message>
        <source>Who may pass again?</source>
        <translation>允許誰再次通過？</translation>
    </message>
    <message>
        <source>The list is being written …</source>
        <translation>正在寫入名單…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) written to {file}.</source>
        <translation>
            <numerusform>已將 %Ln 人寫入 {file}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) written to {file}.</source>
        <translation>
            <numerusform>已將 %Ln 天寫入 {file}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>在場</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>訪客</translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>已不在名單上的人</translation>
    </message>
    <message>
        <source>corrected by hand</source>
        <translation>手動更正</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) inside</source>
        <translation>
            <numerusform>%Ln 人在場</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>已找到 %Ln 人</numerusform>
        </translation>
    </message>
    <message>
        <source>They are outside now.</source>
        <translation>已註記為在外。</translation>
    </message>
    <message>
        <source>They are inside now.</source>
        <translation>已註記為在內。</translation>
    </message>
    <message>
        <source>They may pass once either way.</source>
        <translation>可由任一方向通過一次。</translation>
    </message>
    <message>
        <source>Save who is inside</source>
        <translation>儲存在場人員</translation>
    </message>
    <message>
        <source>Whose attendance?</source>
        <translation>誰的出勤紀錄？</translation>
    </message>
    <message>
        <source>&amp;Save list …</source>
        <translation>儲存清單(&amp;S)…</translation>
    </message>
    <message>
        <source>Attendance &amp;of</source>
        <translation>出勤紀錄(&amp;O)</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>開啟設定</translation>
    </message>
    <message>
        <source>Evacuation list</source>
        <translation>疏散名單</translation>
    </message>
    <message numerus="yes">
        <source>Forget where %Ln person(s) are?</source>
        <translation>
            <numerusform>要忘記 %Ln 人的所在嗎？</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘記</translation>
    </message>
    <message>
        <source>They are all s&amp;till inside</source>
        <translation>所有人仍在內(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Forget …</source>
        <translation>忘記(&amp;F)…</translation>
    </message>
    <message>
        <source>For somebody whom a door refuses because they went the same way before. They may pass once either way.</source>
        <translation>適用於因先前已由同一方向通過而遭拒的人：可由任一方向再通過一次。</translation>
    </message>
    <message>
        <source>No camera sees who goes in and who goes out. In the settings, set one camera to lead in and another to lead out.</source>
        <translation>目前無法得知誰進入、誰離開。請在設定中將一部攝影機設為「進入」，另一部設為「離開」。</translation>
    </message>
    <message>
        <source>In an emergency: tick off everybody who is found outside.</source>
        <translation>緊急時：請勾選已在外面找到的人。</translation>
    </message>
    <message>
        <source>Nobody is inside. People who pass a door that leads in are listed here.</source>
        <translation>目前無人在場。通過進入方向的門的人會列在這裡。</translation>
    </message>
    <message>
        <source>They are removed from the list of people inside, and may pass once either way. Count the people outside first.</source>
        <translation>他們將從在場名單移除，且可不論進出通過一次。請先清點在外的人。</translation>
    </message>
    <message>
        <source>The list is valid again.</source>
        <translation>名單重新生效。</translation>
    </message>
    <message>
        <source>Everybody who passes a door from now on is counted.</source>
        <translation>現在通過門的人會重新計算。</translation>
    </message>
    <message>
        <source>It is no longer known where the people who came before are. Each of them may pass once either way.</source>
        <translation>先前進入者的所在將視為不明：每人可不論進出通過一次。</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Leave the residents’ screen</source>
        <translation>離開住戶畫面</translation>
    </message>
    <message>
        <source>The doors stop with this screen: only an administrator can leave it.</source>
        <translation>關閉此畫面後門禁也會停止：只有管理員可以離開。</translation>
    </message>
    <message>
        <source>Only an operator can leave this screen.</source>
        <translation>只有操作員可以離開此畫面。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>離開</translation>
    </message>
    <message>
        <source>Please try again.</source>
        <translation>請再試一次。</translation>
    </message>
</context>
<context>
    <name>ListSection</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Nobody has come yet.
Whoever comes to a door appears here.</source>
        <translation>目前還沒有人來訪。
來到門口的人會顯示在這裡。</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>最近事件</translation>
    </message>
    <message>
        <source>A photo may pass at {doors}: liveness is not checked there (see the Settings page).</source>
        <translation>在 {doors} 照片可能可以通過：該處未進行活體偵測（請見「設定」頁）。</translation>
    </message>
    <message>
        <source>The doors run in the service: they go on when this window is closed.</source>
        <translation>門由服務控制：關閉此視窗後仍會繼續運作。</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>設為訪客(&amp;G)…</translation>
    </message>
    <message>
        <source>No camera watches a door yet.</source>
        <translation>還沒有攝影機監看任何門。</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>開啟設定</translation>
    </message>
    <message>
        <source>A photo may pass: photo protection has not been measured here yet (see the Models page, or run “gatekeeper models evaluate-liveness”).</source>
        <translation>照片可能可以通過：此處尚未測量辨別真人與照片的準確度（請見「模型」頁，或執行「gatekeeper models evaluate-liveness」）。</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Unknown visitors</source>
        <translation>不認識的訪客</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) written to {file}.</source>
        <translation>
            <numerusform>已將 %Ln 個事件寫入 {file}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>圖表</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln 個事件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) and more …</source>
        <translation>
            <numerusform>%Ln 個以上的事件…</numerusform>
        </translation>
    </message>
    <message>
        <source>No events match.
Choose a longer time, or clear the name.</source>
        <translation>沒有符合的事件。
請選擇較長的時段，或清除姓名。</translation>
    </message>
    <message>
        <source>Nobody has come yet.
Whoever comes to a door is listed here.</source>
        <translation>目前還沒有人來訪。
來到門口的人會列在這裡。</translation>
    </message>
    <message>
        <source>Show &amp;larger</source>
        <translation>放大顯示(&amp;L)</translation>
    </message>
    <message>
        <source>This is &amp;not {name}</source>
        <translation>這不是 {name}(&amp;N)</translation>
    </message>
    <message>
        <source>This &amp;is …</source>
        <translation>這是(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Erase {name} …</source>
        <translation>清除 {name}…(&amp;E)</translation>
    </message>
    <message>
        <source>Only {what}</source>
        <translation>僅顯示 {what}</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>複製(&amp;C)</translation>
    </message>
    <message>
        <source>Nobody known</source>
        <translation>不認識的人</translation>
    </message>
    <message numerus="yes">
        <source>Came %Ln time(s)</source>
        <translation>
            <numerusform>來訪 %Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Export events</source>
        <translation>匯出事件</translation>
    </message>
    <message>
        <source>Make a &amp;guest …</source>
        <translation>設為訪客(&amp;G)…</translation>
    </message>
    <message>
        <source>Show all events</source>
        <translation>顯示所有事件</translation>
    </message>
    <message>
        <source>See the doors</source>
        <translation>查看各門</translation>
    </message>
    <message>
        <source>&amp;Watch for them …</source>
        <translation>列入觀察名單(&amp;W)…</translation>
    </message>
    <message>
        <source>Show newer e&amp;vents</source>
        <translation>顯示較新的事件(&amp;V)</translation>
    </message>
    <message>
        <source>Unregistered faces of the last 7 days, the most frequent first.</source>
        <translation>最近 7 天來訪且未登錄的臉孔，來訪最多次的排在最前面。</translation>
    </message>
    <message>
        <source>No unknown visitor came in the last 7 days.</source>
        <translation>最近 7 天沒有不認識的訪客。</translation>
    </message>
</context>
<context>
    <name>LookingThrough</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>新增照片</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>MailDialog</name>
    <message>
        <source>Alarms by e-mail</source>
        <translation>以電子郵件傳送警報</translation>
    </message>
    <message>
        <source>587 with STARTTLS, 465 with TLS from the start.</source>
        <translation>STARTTLS 用 587，一開始即 TLS 用 465。</translation>
    </message>
    <message>
        <source>&amp;Encrypted</source>
        <translation>加密(&amp;E)</translation>
    </message>
    <message>
        <source>by STARTTLS</source>
        <translation>使用 STARTTLS</translation>
    </message>
    <message>
        <source>TLS from the start</source>
        <translation>一開始即 TLS</translation>
    </message>
    <message>
        <source>not at all: for a server on this machine</source>
        <translation>不加密：供本機上的伺服器使用</translation>
    </message>
    <message>
        <source>Fro&amp;m</source>
        <translation>寄件人(&amp;M)</translation>
    </message>
    <message>
        <source>An address.</source>
        <translation>電子郵件地址。</translation>
    </message>
    <message>
        <source>F&amp;or</source>
        <translation>收件人(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;No second mail within</source>
        <translation>最短寄信間隔(&amp;N)</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> 分鐘</translation>
    </message>
    <message>
        <source>Addresses, separated by commas.</source>
        <translation>電子郵件地址，以逗號分隔。</translation>
    </message>
    <message>
        <source>Empty: the authorities that the system trusts.</source>
        <translation>留空：採用系統信任的憑證機構。</translation>
    </message>
    <message>
        <source>The first alarm goes out at once; the alarms that follow within this time come in one mail.</source>
        <translation>第一個警報立即寄出；其間發生的合併為一封。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Register</source>
        <translation>登錄</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>即時</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作員</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>for administrators</source>
        <translation>僅限管理員</translation>
    </message>
    <message>
        <source>sign in first</source>
        <translation>請先登入</translation>
    </message>
    <message>
        <source>for operators</source>
        <translation>僅限操作員</translation>
    </message>
    <message>
        <source>{name} is signed in</source>
        <translation>{name} 已登入</translation>
    </message>
    <message>
        <source>Times are in {zone}, the time zone of the door “{door}”. This machine’s time zone is {own}.</source>
        <translation>時間以門「{door}」的時區 {zone} 顯示。本機的時區是 {own}。</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>鎖定(&amp;L)</translation>
    </message>
    <message>
        <source>Change my &amp;password …</source>
        <translation>變更我的密碼…(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Sign out</source>
        <translation>登出(&amp;S)</translation>
    </message>
    <message>
        <source>Demo: signed in
without a password</source>
        <translation>示範：
免密碼登入</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>在場</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About gatekeeper …</source>
        <translation>關於 gatekeeper(&amp;A)…</translation>
    </message>
    <message>
        <source>Help: {page}</source>
        <translation>說明：{page}</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Outlets</source>
        <translation>通報管道</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>Find people with masks</source>
        <translation>找出戴口罩的人</translation>
    </message>
    <message>
        <source>NAME/bare/*.jpg and NAME/masked/*.jpg</source>
        <translation>NAME/bare/*.jpg 與 NAME/masked/*.jpg</translation>
    </message>
    <message>
        <source>Pairs of pictures</source>
        <translation>照片配對</translation>
    </message>
    <message>
        <source>pictures, and a pairs.csv with path,pair_path,same</source>
        <translation>照片與含 path,pair_path,same 欄位的 pairs.csv</translation>
    </message>
    <message>
        <source>See masks</source>
        <translation>辨識口罩</translation>
    </message>
    <message>
        <source>bare/, masked/ and wrong/, however deep</source>
        <translation>bare/、masked/ 與 wrong/，層數不限</translation>
    </message>
    <message>
        <source>Keep pictures of people out</source>
        <translation>擋下人像照片</translation>
    </message>
    <message>
        <source>live/NN/*.jpg, print/NN/*.jpg and phone/NN/*.jpg</source>
        <translation>live/NN/*.jpg、print/NN/*.jpg 與 phone/NN/*.jpg</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>測量項目</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>測量(&amp;M)</translation>
    </message>
    <message>
        <source>Take as this &amp;site&apos;s figures</source>
        <translation>採用為本場所的數據(&amp;S)</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>數據</translation>
    </message>
    <message>
        <source>These are this site&apos;s figures now.</source>
        <translation>這些現在是本場所的數據。</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>正在讀取照片</translation>
    </message>
    <message>
        <source>The folder holds {layout}.</source>
        <translation>資料夾內容：{layout}。</translation>
    </message>
    <message>
        <source>&amp;Record before a camera …</source>
        <translation>在攝影機前錄製(&amp;R)…</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Add {model} …</source>
        <translation>新增 {model}(&amp;A) …</translation>
    </message>
    <message>
        <source>Card of the model</source>
        <translation>模型說明卡</translation>
    </message>
    <message>
        <source>&amp;Back to the model before</source>
        <translation>回到先前的模型(&amp;B)</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Only administrators may change models.</source>
        <translation>只有管理員可以變更模型。</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>新增模型</translation>
    </message>
    <message>
        <source>{model} was trained on VGGFace2, whose terms are for research.</source>
        <translation>{model} 以 VGGFace2 訓練，其條款僅限研究用途。</translation>
    </message>
    <message>
        <source>Its weights (107 MB) are downloaded, or taken from a file you have.</source>
        <translation>其權重（107 MB）將下載，或取自您已有的檔案。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下載</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>選擇檔案 …</translation>
    </message>
    <message>
        <source>Weights of the model</source>
        <translation>模型權重</translation>
    </message>
    <message>
        <source>Adding {model}</source>
        <translation>正在新增 {model}</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>安裝</translation>
    </message>
    <message>
        <source>Install the model {name}?</source>
        <translation>要安裝模型 {name} 嗎？</translation>
    </message>
    <message>
        <source>Installing {model}</source>
        <translation>正在安裝 {model}</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>說明卡</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>門檻</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>測量</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>Use this mod&amp;el</source>
        <translation>使用此模型(&amp;E)</translation>
    </message>
    <message>
        <source>Comparing {model} with the present model</source>
        <translation>正在比較 {model} 與目前的模型</translation>
    </message>
    <message>
        <source>Preparing everybody&apos;s photos for {model}</source>
        <translation>正在為 {model} 準備所有照片</translation>
    </message>
    <message>
        <source>The present model stays in use until you choose this one.</source>
        <translation>在您選用這個模型之前，仍使用目前的模型。</translation>
    </message>
    <message numerus="yes">
        <source>{model} is in use; %Ln template(s) made. Calibrate it.</source>
        <translation>
            <numerusform>{model} 已啟用；建立了 %Ln 個範本。請進行校準。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MomentField</name>
    <message>
        <source>at</source>
        <translation>於</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>有期限</translation>
    </message>
    <message>
        <source>at a time of day</source>
        <translation>指定時刻</translation>
    </message>
    <message>
        <source>time of day</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>to the end of the day</source>
        <translation>至當日結束</translation>
    </message>
    <message>
        <source>from the beginning of the day</source>
        <translation>自當日開始</translation>
    </message>
</context>
<context>
    <name>MqttDialog</name>
    <message>
        <source>MQTT broker</source>
        <translation>MQTT 代理伺服器</translation>
    </message>
    <message>
        <source>8883 with TLS, 1883 without.</source>
        <translation>使用 TLS 為 8883，不使用為 1883。</translation>
    </message>
    <message>
        <source>&amp;TLS</source>
        <translation>TLS(&amp;T)</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>&amp;Home Assistant discovery prefix</source>
        <translation>Home Assistant 探索前綴(&amp;H)</translation>
    </message>
    <message>
        <source>no: names and the password are sent unencrypted</source>
        <translation>否：姓名與密碼以明文傳送</translation>
    </message>
    <message>
        <source>Empty: the authorities that the system trusts.</source>
        <translation>留空：採用系統信任的憑證機構。</translation>
    </message>
    <message>
        <source>T&amp;opic prefix</source>
        <translation>主題前綴(&amp;O)</translation>
    </message>
    <message>
        <source>Empty: Home Assistant is not told about doors and alarms.</source>
        <translation>留空：不會得知門與警報。</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open the door</source>
        <translation>開門</translation>
    </message>
    <message>
        <source>For example: delivery, let in by the door desk</source>
        <translation>例如：送貨，由櫃台放行</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開門</translation>
    </message>
    <message>
        <source>The reason is recorded before the door opens.</source>
        <translation>開門之前會先記錄原因。</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>原因(&amp;R)</translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message>
        <source>Operator: registers people, opens doors</source>
        <translation>操作員：登錄人員、開門</translation>
    </message>
    <message>
        <source>Administrator: everything</source>
        <translation>管理員：全部權限</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>建立日期</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作員</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>What</source>
        <translation>動作</translation>
    </message>
    <message>
        <source>About</source>
        <translation>對象</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>操作紀錄</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>所有人員</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>所有操作</translation>
    </message>
    <message>
        <source>&amp;Add …</source>
        <translation>新增…(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Give role</source>
        <translation>指定角色(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Password …</source>
        <translation>密碼…(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>移除…(&amp;R)</translation>
    </message>
    <message>
        <source>What was done, newest first</source>
        <translation>操作紀錄，最新的在前</translation>
    </message>
    <message numerus="yes">
        <source>%Ln act(s) written to {file}.</source>
        <translation>
            <numerusform>已將 %Ln 筆操作寫入 {file}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export what was done</source>
        <translation>匯出操作紀錄</translation>
    </message>
    <message>
        <source>Nothing has been done yet. What operators do here is listed, with who did it and when.</source>
        <translation>尚無任何操作。操作人員所做的事，以及由誰、何時所做，都會列在這裡。</translation>
    </message>
    <message>
        <source>No acts match.</source>
        <translation>沒有符合的操作。</translation>
    </message>
    <message>
        <source>The newest {n} of {all}. An export has all of them.</source>
        <translation>最新的 {n} 筆，共 {all} 筆。匯出時包含全部。</translation>
    </message>
    <message>
        <source>There is no operator yet. Add the first one: an administrator.</source>
        <translation>目前沒有操作員。請新增第一位：管理員。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{name} will not be able to sign in any more.</source>
        <translation>{name} 將無法再登入。</translation>
    </message>
    <message>
        <source>Nothing of this kind has been done.</source>
        <translation>沒有這類操作紀錄。</translation>
    </message>
    <message>
        <source>Viewer: sees the door and the log</source>
        <translation>檢視者：僅能檢視</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>細節</translation>
    </message>
    <message>
        <source>Everybody listed here may sign in. The doors work whether or not somebody is signed in.</source>
        <translation>列在這裡的人可以登入。無論是否有人登入，門都會運作。</translation>
    </message>
    <message>
        <source>Erasing somebody, restoring a backup, exporting the key, deleting from the log or changing how long it is kept, adding an operator or administrator or changing their role or password, and removing an administrator.</source>
        <translation>清除某人、還原備份、匯出金鑰、刪除紀錄或變更保存期限、設立操作員或管理員、變更其角色或密碼，以及移除管理員。</translation>
    </message>
    <message>
        <source>The most serious acts need &amp;two people</source>
        <translation>最重大的操作須由兩人執行(&amp;T)</translation>
    </message>
</context>
<context>
    <name>OrderDialog</name>
    <message>
        <source>The reason goes on record, at every door.</source>
        <translation>原因會記錄在每一扇門。</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>原因(&amp;R)</translation>
    </message>
</context>
<context>
    <name>OutletDialog</name>
    <message>
        <source>Name the server, or cancel. To have none, remove it on the page.</source>
        <translation>請填寫伺服器，或取消。若不需要，請在頁面上移除。</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>伺服器(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>連接埠(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;File …</source>
        <translation>檔案(&amp;F) …</translation>
    </message>
    <message>
        <source>Certificate authorit&amp;y</source>
        <translation>憑證機構(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>使用者(&amp;U)</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密碼(&amp;W)</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>維持原值</translation>
    </message>
    <message>
        <source>As the log names them, separated by commas: alarm, opened, unknown, forced_open … Empty: all.</source>
        <translation>以記錄中的名稱，用逗號分隔：alarm、opened、unknown、forced_open … 留空：全部。</translation>
    </message>
    <message>
        <source>&amp;Given up after</source>
        <translation>放棄時間(&amp;G)</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> 小時</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>憑證機構</translation>
    </message>
    <message>
        <source>Only these &amp;kinds</source>
        <translation>僅限這些種類(&amp;K)</translation>
    </message>
    <message>
        <source>Only these &amp;doors</source>
        <translation>僅限這些門(&amp;D)</translation>
    </message>
    <message>
        <source>A PEM file with the certificate authority, for a site that has its own. No other authority is trusted then.</source>
        <translation>簽發其憑證者的 PEM 檔，供自有憑證機構使用；設定後不再信任其他任何機構。</translation>
    </message>
    <message>
        <source>Empty: no sign-in.</source>
        <translation>留空：不登入。</translation>
    </message>
    <message>
        <source>A message that is not accepted for this long is put aside, which raises an alarm, and the next ones follow. 0: it is tried for ever and holds back the next ones.</source>
        <translation>對方超過此時間仍未接收的訊息將被擱置並觸發警報，後續訊息照常傳送。0：持續重試，並使後續訊息等候。</translation>
    </message>
    <message>
        <source>Separated by commas. Messages about no door, such as a full disk, are sent as well. Empty: all doors.</source>
        <translation>以逗號分隔。與門無關的訊息（例如磁碟已滿）也會送出。留空：所有的門。</translation>
    </message>
</context>
<context>
    <name>OutletsPage</name>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>傳送至</translation>
    </message>
    <message>
        <source>Delivered last</source>
        <translation>上次送達</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等候中</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>已擱置</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Outlets</source>
        <translation>通報管道</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>新增(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Change …</source>
        <translation>變更(&amp;C) …</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>移除(&amp;R) …</translation>
    </message>
    <message>
        <source>Send a &amp;test</source>
        <translation>傳送測試(&amp;T)</translation>
    </message>
    <message>
        <source>Webhook …</source>
        <translation>Webhook …</translation>
    </message>
    <message>
        <source>MQTT broker …</source>
        <translation>MQTT 代理伺服器 …</translation>
    </message>
    <message>
        <source>E-mail …</source>
        <translation>電子郵件 …</translation>
    </message>
    <message>
        <source>Outlet</source>
        <translation>通報管道</translation>
    </message>
    <message>
        <source>What</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>嘗試次數</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>重新傳送(&amp;S)</translation>
    </message>
    <message>
        <source>T&amp;hrow away …</source>
        <translation>捨棄(&amp;H) …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) put aside</source>
        <translation>
            <numerusform>%Ln 則訊息已擱置</numerusform>
        </translation>
    </message>
    <message>
        <source>alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>events, alarms, doors</source>
        <translation>事件、警報、門</translation>
    </message>
    <message>
        <source>events and alarms</source>
        <translation>事件與警報</translation>
    </message>
    <message>
        <source>all is well</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <source>event {number}</source>
        <translation>事件 {number}</translation>
    </message>
    <message>
        <source>act {number}</source>
        <translation>操作 {number}</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Saved. Send a test to see whether it arrives.</source>
        <translation>已儲存。請傳送測試，確認能否送達。</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>要移除 {name} 嗎？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>已移除。</translation>
    </message>
    <message>
        <source>A test goes to {name} …</source>
        <translation>正在傳送測試至 {name} …</translation>
    </message>
    <message>
        <source>The test did not arrive at {name}: {why}.</source>
        <translation>測試未送達 {name}：{why}。</translation>
    </message>
    <message>
        <source>The test has arrived at {name}.</source>
        <translation>測試已送達 {name}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) will be sent again.</source>
        <translation>
            <numerusform>將重新傳送 %Ln 則訊息。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) thrown away.</source>
        <translation>
            <numerusform>已捨棄 %Ln 則訊息。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Throw away %Ln message(s)?</source>
        <translation>
            <numerusform>要捨棄 %Ln 則訊息嗎？</numerusform>
        </translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>電子郵件</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>has accepted nothing since {when}: {why}</source>
        <translation>自 {when} 起未接受任何訊息：{why}</translation>
    </message>
    <message>
        <source>{what}: {only}</source>
        <translation>{what}：{only}</translation>
    </message>
    <message>
        <source>Receives</source>
        <translation>通知內容</translation>
    </message>
    <message>
        <source>The selected ones, or all of them.</source>
        <translation>所選的訊息；未選取則為全部。</translation>
    </message>
    <message>
        <source>being sent again …</source>
        <translation>正在重新傳送 …</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere yet. Add a webhook, an MQTT broker or e-mail, then send a test.</source>
        <translation>尚未通知任何對象。請新增 Webhook、MQTT 代理伺服器或電子郵件，再傳送測試。</translation>
    </message>
    <message>
        <source>has refused some messages</source>
        <translation>曾拒收部分訊息</translation>
    </message>
    <message>
        <source>nothing to send yet</source>
        <translation>尚無可通報</translation>
    </message>
    <message>
        <source>Nothing more is sent to it, not even the messages that are waiting or were put aside.</source>
        <translation>之後不再通知；等候中與已擱置的訊息也不會送出。</translation>
    </message>
    <message>
        <source>They will never be sent. The events themselves stay in the log.</source>
        <translation>這些訊息將不再傳送。事件本身仍保留在記錄中。</translation>
    </message>
    <message>
        <source>Events and alarms go out in order. Messages that cannot be sent now are sent later; refused ones are put aside.</source>
        <translation>事件與警報依序送出。目前無法送出的會稍後再送；遭拒收的會先擱置。</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Change my password</source>
        <translation>變更我的密碼</translation>
    </message>
    <message>
        <source>At least {n} characters.</source>
        <translation>至少 {n} 個字元。</translation>
    </message>
    <message>
        <source>&amp;Old password</source>
        <translation>舊密碼(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;New password</source>
        <translation>新密碼(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>再輸入一次(&amp;A)</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>兩次輸入的密碼不同。</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>Search by name, number or group</source>
        <translation>以姓名、編號或群組搜尋</translation>
    </message>
    <message>
        <source>Search people</source>
        <translation>搜尋人員</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>沒有照片</translation>
    </message>
    <message>
        <source>no group</source>
        <translation>無群組</translation>
    </message>
    <message>
        <source>Which people</source>
        <translation>哪些人員</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Without a PIN</source>
        <translation>沒有 PIN 碼</translation>
    </message>
    <message>
        <source>Without a photo</source>
        <translation>沒有照片</translation>
    </message>
    <message>
        <source>Without a photo with a mask</source>
        <translation>沒有戴口罩的照片</translation>
    </message>
    <message>
        <source>Without a consent on record</source>
        <translation>沒有同意紀錄</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已封鎖</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Not seen for 90 days</source>
        <translation>90 天未出現</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>訪客</translation>
    </message>
    <message>
        <source>Agreed to an older text</source>
        <translation>同意的是較舊版本</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>顯示所有人</translation>
    </message>
    <message>
        <source>Nobody is registered yet.</source>
        <translation>尚未登錄任何人。</translation>
    </message>
    <message>
        <source>Nobody was found.</source>
        <translation>找不到任何人。</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>&amp;Undo</source>
        <translation>復原(&amp;U)</translation>
    </message>
    <message>
        <source>Choose somebody on the left.</source>
        <translation>請在左側選擇人員。</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>尚未儲存的變更</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>要儲存對「{name}」的變更嗎？</translation>
    </message>
    <message>
        <source>This person is no longer registered.</source>
        <translation>此人已不在登錄名單中。</translation>
    </message>
    <message>
        <source>Nobody found. Part of the name is enough; capitals and accents do not matter.</source>
        <translation>找不到任何人。輸入部分姓名即可，不分大小寫與重音。</translation>
    </message>
    <message>
        <source>Nobody is registered yet.
Start on the Register page (Ctrl+2).</source>
        <translation>尚未登錄任何人。
請從「登錄」頁面開始（Ctrl+2）。</translation>
    </message>
    <message>
        <source>Pr&amp;int list …</source>
        <translation>列印清單(&amp;I)…</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>編號</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部門</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最後出現</translation>
    </message>
    <message>
        <source>Everybody has a PIN.</source>
        <translation>每個人都有 PIN 碼。</translation>
    </message>
    <message>
        <source>Nobody matches.</source>
        <translation>沒有符合條件的人員。</translation>
    </message>
    <message>
        <source>Nobody is registered yet.</source>
        <translation>尚未登錄任何人。</translation>
    </message>
    <message>
        <source>Register somebody …</source>
        <translation>登錄人員…</translation>
    </message>
    <message>
        <source>Consent te&amp;xt …</source>
        <translation>同意書文字(&amp;X)…</translation>
    </message>
</context>
<context>
    <name>Period</name>
    <message>
        <source>Any time</source>
        <translation>不限時間</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>從…到…</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>From this day</source>
        <translation>從這天起</translation>
    </message>
    <message>
        <source>To the end of this day</source>
        <translation>到這天結束為止</translation>
    </message>
</context>
<context>
    <name>PersonPicker</name>
    <message>
        <source>Choose</source>
        <translation>選擇</translation>
    </message>
</context>
<context>
    <name>PersonStep</name>
    <message>
        <source>For example: staff, cleaning (may stay empty)</source>
        <translation>例如：員工、清潔（可留空）</translation>
    </message>
    <message>
        <source>The person has read this and &amp;agrees</source>
        <translation>本人已閱讀並且同意(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>Register a whole &amp;folder…</source>
        <translation>登錄整個資料夾…(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>群組(&amp;G)</translation>
    </message>
    <message>
        <source>A name is missing.</source>
        <translation>請輸入姓名。</translation>
    </message>
    <message>
        <source>Access &amp;ends after</source>
        <translation>有效期限至(&amp;E)</translation>
    </message>
    <message>
        <source>As they are greeted at the door</source>
        <translation>門口問候時使用的名稱</translation>
    </message>
    <message>
        <source>Nobody is registered without consent.</source>
        <translation>未經同意不得登錄。</translation>
    </message>
</context>
<context>
    <name>PersonView</name>
    <message>
        <source>Separated by commas, for example: staff, night shift</source>
        <translation>以逗號分隔，例如：員工,夜班</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>from</source>
        <translation>自</translation>
    </message>
    <message>
        <source>until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>儲存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Add photos …</source>
        <translation>新增照片…(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Remove photo</source>
        <translation>移除照片(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Erase …</source>
        <translation>清除…(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>群組(&amp;G)</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>有效自</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>停用(&amp;B)</translation>
    </message>
    <message>
        <source>Change the &amp;PIN …</source>
        <translation>變更 PIN…(&amp;P)</translation>
    </message>
    <message>
        <source>Set a &amp;PIN …</source>
        <translation>設定 PIN…(&amp;P)</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從未</translation>
    </message>
    <message>
        <source>Number {n}</source>
        <translation>編號 {n}</translation>
    </message>
    <message>
        <source>last seen: {when}</source>
        <translation>最近來訪：{when}</translation>
    </message>
    <message>
        <source>PIN set</source>
        <translation>已設定 PIN</translation>
    </message>
    <message>
        <source>no PIN</source>
        <translation>沒有 PIN</translation>
    </message>
    <message>
        <source>BLOCKED</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>at any time</source>
        <translation>任何時間</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>沒有照片</translation>
    </message>
    <message>
        <source>{mask}
adds {share}</source>
        <translation>{mask}
貢獻 {share}</translation>
    </message>
    <message>
        <source>Without it, the other photos resemble this person by {share} less.</source>
        <translation>若沒有這張照片，其他照片與此人的相似度會降低 {share}。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>Stored now:</source>
        <translation>目前儲存的內容：</translation>
    </message>
    <message>
        <source>To replace it with what you have entered, save again.</source>
        <translation>若要以您輸入的內容取代，請再儲存一次。</translation>
    </message>
    <message>
        <source>No door opens for them now.</source>
        <translation>現在任何門都不會為此人開啟。</translation>
    </message>
    <message>
        <source>Doors open for them again.</source>
        <translation>門已恢復為此人開啟。</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>新增照片</translation>
    </message>
    <message>
        <source>Un&amp;block</source>
        <translation>恢復(&amp;B)</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有檔案</translation>
    </message>
    <message>
        <source>not admitted ({why})</source>
        <translation>不得進入（{why}）</translation>
    </message>
    <message>
        <source>The photo has been removed.</source>
        <translation>已移除照片。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} has been erased, with {photos}, and with name and pictures in {events}.</source>
        <translation>已清除 {name}，包括 {photos}，以及 {events}中的姓名與影像。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln 筆事件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) added.</source>
        <translation>
            <numerusform>已新增 %Ln 張照片。</numerusform>
        </translation>
    </message>
    <message>
        <source>The photo has been restored.</source>
        <translation>已還原照片。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) known not to be theirs</source>
        <translation>
            <numerusform>%Ln 張已知非本人的臉</numerusform>
        </translation>
    </message>
    <message>
        <source>no consent is on record: no door knows them</source>
        <translation>沒有同意紀錄：任何門都不會辨識此人</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部門</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>部門(&amp;D)</translation>
    </message>
    <message>
        <source>No&amp;te</source>
        <translation>備註(&amp;T)</translation>
    </message>
    <message>
        <source>Every door that their groups may pass</source>
        <translation>其群組可通過的所有門</translation>
    </message>
    <message>
        <source>Only these doors</source>
        <translation>僅限這些門</translation>
    </message>
    <message>
        <source>C&amp;onsent …</source>
        <translation>同意書(&amp;O)…</translation>
    </message>
    <message>
        <source>On&amp;ly the doors</source>
        <translation>僅限下列門(&amp;L)</translation>
    </message>
    <message>
        <source>consent withdrawn on {when}: no door knows them</source>
        <translation>已於 {when} 撤回同意：任何門都不會辨識</translation>
    </message>
    <message>
        <source>consented on {when} to the text of {version}</source>
        <translation>於 {when} 同意版本 {version}</translation>
    </message>
    <message>
        <source>signed form on file</source>
        <translation>簽名表單已存檔</translation>
    </message>
    <message>
        <source>an older text</source>
        <translation>較舊的版本</translation>
    </message>
    <message>
        <source>registered before consent was required: doors know them; ask for their consent</source>
        <translation>在開始徵求同意之前登記：門仍會辨識此人，請徵求其同意</translation>
    </message>
</context>
<context>
    <name>PhotoStep</name>
    <message>
        <source>Camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>Photos taken</source>
        <translation>已拍攝的照片</translation>
    </message>
    <message>
        <source>Files refused</source>
        <translation>不採用的檔案</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>加入檔案…(&amp;F)</translation>
    </message>
    <message>
        <source>Photos can also be dropped here.</source>
        <translation>也可以將照片拖曳到這裡。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Register</source>
        <translation>登錄(&amp;R)</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>請稍候</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>正在載入辨識功能。</translation>
    </message>
    <message>
        <source>Add photos with “Add files…”, or go on when the camera is back.</source>
        <translation>請用「加入檔案…」加入照片，或等攝影機恢復後再繼續。</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>已拍攝</translation>
    </message>
    <message>
        <source>All photos are taken</source>
        <translation>照片已全部拍攝</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>請看鏡頭</translation>
    </message>
    <message>
        <source>Now with a mask, please</source>
        <translation>現在請戴上口罩</translation>
    </message>
    <message>
        <source>Put on a mask that covers nose and mouth. Without one: register now.</source>
        <translation>請戴上遮住口鼻的口罩。沒有口罩也可以直接登錄。</translation>
    </message>
    <message>
        <source>Photos of the person</source>
        <translation>人員照片</translation>
    </message>
    <message>
        <source>Pictures ({suffixes})</source>
        <translation>圖片（{suffixes}）</translation>
    </message>
    <message>
        <source>{bare} of {wanted} bare, {masked} of {wanted} with a mask</source>
        <translation>未戴口罩 {bare}/{wanted}，戴口罩 {masked}/{wanted}</translation>
    </message>
    <message>
        <source>Remo&amp;ve photo</source>
        <translation>移除照片(&amp;V)</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有檔案</translation>
    </message>
    <message>
        <source>It adds {percent} to the others.</source>
        <translation>為其他照片增添了 {percent} 的資訊。</translation>
    </message>
    <message>
        <source>Check them, then register.</source>
        <translation>請檢查照片，然後登錄。</translation>
    </message>
    <message>
        <source>The photos are taken automatically. Turn the head a little between them.</source>
        <translation>系統會自動拍照。兩張照片之間請稍微轉頭。</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>PIN of {name}</source>
        <translation>{name} 的 PIN</translation>
    </message>
    <message>
        <source>&amp;Remove the PIN</source>
        <translation>移除 PIN(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>PIN(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>再輸入一次(&amp;A)</translation>
    </message>
    <message>
        <source>The two PINs differ.</source>
        <translation>兩次輸入的 PIN 不同。</translation>
    </message>
    <message>
        <source>{least} to {most} digits that neither repeat nor count up or down. Nobody can read the PIN afterwards.</source>
        <translation>{least} 至 {most} 位數字，不可重複或連號。設定後任何人都無法查看 PIN。</translation>
    </message>
    <message>
        <source>The PIN has been removed.</source>
        <translation>已移除 PIN。</translation>
    </message>
    <message>
        <source>The PIN has been set.</source>
        <translation>已設定 PIN。</translation>
    </message>
    <message>
        <source>The second PIN, for &amp;duress</source>
        <translation>第二組 PIN，遭脅迫時使用(&amp;D)</translation>
    </message>
    <message>
        <source>It opens like the other one and raises a silent alarm at the desk.</source>
        <translation>與另一組同樣可開門，並在櫃台觸發無聲警報。</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Take the last digit back</source>
        <translation>刪除最後一位數字</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>輸入 PIN</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>{name} 的 PIN</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>您的 PIN</translation>
    </message>
    <message>
        <source>Digits entered: {n}</source>
        <translation>已輸入 {n} 位數字</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Please wait {time}.</source>
        <translation>PIN 錯誤次數過多。請等待 {time}。</translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message>
        <source>Plots of the events</source>
        <translation>事件圖表</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s), {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.</source>
        <translation>
            <numerusform>%Ln 個事件，其中開門 {opened} 次。半數判定在 {half} 毫秒內完成，95 % 在 {most} 毫秒內完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Visits per day</source>
        <translation>每日來訪次數</translation>
    </message>
    <message>
        <source>Visits per hour of the day</source>
        <translation>每小時來訪次數</translation>
    </message>
    <message>
        <source>Refusals by reason</source>
        <translation>依原因統計的拒絕次數</translation>
    </message>
    <message>
        <source>Decision time, in milliseconds</source>
        <translation>判定時間（毫秒）</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>時</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>拒絕次數</translation>
    </message>
    <message>
        <source>Milliseconds</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>判定次數</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>來訪次數</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>已開門</translation>
    </message>
    <message>
        <source>not opened</source>
        <translation>未開門</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Picture of the camera</source>
        <translation>攝影機畫面</translation>
    </message>
    <message>
        <source>This is what the camera shows now.</source>
        <translation>這是攝影機目前的畫面。</translation>
    </message>
    <message>
        <source>Opening the camera …</source>
        <translation>正在開啟攝影機 …</translation>
    </message>
    <message>
        <source>Pictures of {size}</source>
        <translation>畫面大小 {size}</translation>
    </message>
    <message>
        <source>“Show picture” opens this camera.</source>
        <translation>「顯示畫面」會開啟此攝影機供檢視。</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Opening the database</source>
        <translation>正在開啟資料庫</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Preparing everybody&apos;s photos for the new model</source>
        <translation>正在為新模型準備所有人的照片</translation>
    </message>
    <message>
        <source>Registering the fictional people</source>
        <translation>正在登錄虛構人物</translation>
    </message>
    <message>
        <source>The database was written by an older version and is upgraded once.
If you stop, it stays as it was, and the next start begins again.</source>
        <translation>資料庫來自較舊的版本：正在更新一次。
若您停止，資料庫會保持原樣，下次啟動時會重新開始。</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Until the end of</source>
        <translation>至當日結束</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>原因(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Until the end of</source>
        <translation>至當日結束(&amp;U)</translation>
    </message>
</context>
<context>
    <name>RecognitionForm</name>
    <message>
        <source>&amp;False accepts</source>
        <translation>誤接受(&amp;F)</translation>
    </message>
    <message>
        <source>Frames that must &amp;agree</source>
        <translation>必須一致的影格數(&amp;A)</translation>
    </message>
    <message>
        <source>out of the &amp;last</source>
        <translation>取自最近(&amp;L)</translation>
    </message>
    <message>
        <source>L&amp;ead over the next person</source>
        <translation>領先次佳者的差距(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Networks run on</source>
        <translation>網路運算裝置(&amp;N)</translation>
    </message>
    <message>
        <source>whichever is faster, as measured at the start</source>
        <translation>啟動時實測較快者</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>處理器</translation>
    </message>
    <message>
        <source>the graphics card (NVIDIA)</source>
        <translation>顯示卡（NVIDIA）</translation>
    </message>
    <message>
        <source>Of comparisons with somebody else&apos;s photo. Every stranger is compared with everybody registered: with 100 people, 1 in 10,000 comparisons means 1 in 100 strangers, if a single frame were enough. The Models page shows what it costs your people.</source>
        <translation>指與他人照片比對時的比例。每位陌生人都會與所有登錄者比對：若有 100 人，每 10,000 次比對 1 次誤接受，等於每 100 位陌生人有 1 位（若單張影格即可通過）。對您的人員有何影響，請見「模型」頁。</translation>
    </message>
    <message>
        <source>In similarity. People with a smaller lead are asked to look into the camera.</source>
        <translation>以相似度計。領先不足者會被請看鏡頭。</translation>
    </message>
    <message>
        <source>Without a card, or if it fails, the processor is used.</source>
        <translation>沒有顯示卡或其故障時，由處理器接手。</translation>
    </message>
</context>
<context>
    <name>RecordingDialog</name>
    <message>
        <source>Measure photo protection here</source>
        <translation>在此測量照片防護</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>數據</translation>
    </message>
    <message>
        <source>This person &amp;has agreed to it</source>
        <translation>此人已同意(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>錄製(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;kip this step</source>
        <translation>略過此步驟(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Another person</source>
        <translation>下一位(&amp;A)</translation>
    </message>
    <message>
        <source>Show &amp;figures</source>
        <translation>顯示數據(&amp;F)</translation>
    </message>
    <message>
        <source>Take as this &amp;site’s figures</source>
        <translation>採用為本場所的數據(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Close without keeping anything</source>
        <translation>關閉且不保留任何資料(&amp;C)</translation>
    </message>
    <message>
        <source>This cannot be measured</source>
        <translation>無法測量</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>未採用</translation>
    </message>
    <message>
        <source>The camera delivers no picture.</source>
        <translation>攝影機沒有畫面。</translation>
    </message>
    <message>
        <source>No face is seen: come closer.</source>
        <translation>看不到臉：請靠近一點。</translation>
    </message>
    <message>
        <source>Recording …</source>
        <translation>錄製中…</translation>
    </message>
    <message>
        <source>No mask is seen.</source>
        <translation>沒有看到口罩。</translation>
    </message>
    <message>
        <source>A mask is seen: take it off for this step.</source>
        <translation>看到口罩：此步驟請取下。</translation>
    </message>
    <message>
        <source>Look into the camera</source>
        <translation>請看鏡頭</translation>
    </message>
    <message>
        <source>Turn your head slowly, left and right</source>
        <translation>請慢慢向左、向右轉頭</translation>
    </message>
    <message>
        <source>Put a mask on and look into the camera</source>
        <translation>請戴上口罩並看鏡頭</translation>
    </message>
    <message>
        <source>Hold your printed photo before your face</source>
        <translation>請將列印照片舉在臉前</translation>
    </message>
    <message>
        <source>Hold a phone that shows your face up to the camera</source>
        <translation>請將顯示您臉部的手機對著鏡頭</translation>
    </message>
    <message>
        <source>Stand as you would at the door, and move as you like.</source>
        <translation>請像在門前一樣站立，可自由移動。</translation>
    </message>
    <message>
        <source>A little to one side, then to the other.</source>
        <translation>先稍微轉向一側，再轉向另一側。</translation>
    </message>
    <message>
        <source>It must cover nose and mouth. Without one: skip this step.</source>
        <translation>口罩須遮住口鼻。若沒有口罩，請略過此步驟。</translation>
    </message>
    <message>
        <source>Your own face is out of sight. Tilt it and move it a little.</source>
        <translation>請勿露出自己的臉，並稍微傾斜、移動照片。</translation>
    </message>
    <message>
        <source>At full brightness. Move it a little; without a phone, skip this step.</source>
        <translation>請調到最高亮度並稍微移動；若沒有手機，請略過此步驟。</translation>
    </message>
    <message>
        <source>Person {person}, step {step} of {steps}</source>
        <translation>第 {person} 位，步驟 {step}/{steps}</translation>
    </message>
    <message>
        <source>No camera runs</source>
        <translation>沒有運作中的攝影機</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>請稍候</translation>
    </message>
    <message>
        <source>Recognition is being loaded.</source>
        <translation>正在載入辨識功能。</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測量完成</translation>
    </message>
    <message>
        <source>Take the figures, or close and lose them.</source>
        <translation>請採用這些數據；關閉後即會遺失。</translation>
    </message>
    <message>
        <source>Measure another person, or look at the figures.</source>
        <translation>可測量下一位，或查看數據。</translation>
    </message>
    <message>
        <source>This person is done</source>
        <translation>此人已完成</translation>
    </message>
    <message>
        <source>Step aside, then come back ({done} of {all})</source>
        <translation>請走開，再回來（{done}／{all}）</translation>
    </message>
    <message>
        <source>Take it away, then hold it up again ({done} of {all})</source>
        <translation>請移開，再重新舉起（{done}／{all}）</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>此步驟的完成程度</translation>
    </message>
    <message>
        <source>It takes about two minutes per person; the more people take part, the more precise the figures. You need a printed photo of each person, the larger the better, and a phone that shows one. No pictures are kept, only the network’s scores, until this window is closed. The door keeps working meanwhile, and may react to what is held up.</source>
        <translation>每人約需兩分鐘；參加的人越多，數據越精確。每人需要一張列印照片（越大越好），以及一支能顯示照片的手機。畫面只用於判讀，不會保存；只有網路的分數會保留到此視窗關閉為止。門在此期間照常運作，可能會對舉起的照片作出反應。</translation>
    </message>
    <message>
        <source>Set one up on the Settings page.</source>
        <translation>請在設定頁面設定攝影機。</translation>
    </message>
</context>
<context>
    <name>ResidentScreen</name>
    <message>
        <source>Picture of the camera</source>
        <translation>攝影機畫面</translation>
    </message>
    <message>
        <source>Please step before the camera</source>
        <translation>請站到攝影機前</translation>
    </message>
</context>
<context>
    <name>ResidentScreens</name>
    <message>
        <source>&amp;Residents’ screen on another monitor</source>
        <translation>在另一台螢幕顯示住戶畫面(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RetentionForm</name>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>Keep &amp;events for</source>
        <translation>事件保留期間(&amp;E)</translation>
    </message>
    <message>
        <source>Older ones are deleted automatically.</source>
        <translation>較舊的會自動刪除。</translation>
    </message>
    <message>
        <source>Keep &amp;pictures in them for</source>
        <translation>事件影像保留期間(&amp;P)</translation>
    </message>
    <message>
        <source>After their visit; then they are erased, with name and pictures.</source>
        <translation>到訪結束後計算；之後連同姓名與影像一併清除。</translation>
    </message>
    <message>
        <source>Keep &amp;guests for</source>
        <translation>訪客資料保留(&amp;G)</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>群組</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>時段表</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>假日</translation>
    </message>
    <message>
        <source>Why may they pass?</source>
        <translation>為何可以通行？</translation>
    </message>
</context>
<context>
    <name>SchedulesTab</name>
    <message>
        <source>Schedules</source>
        <translation>時段表</translation>
    </message>
    <message>
        <source>On &amp;holidays, the holiday’s hours apply instead of these</source>
        <translation>假日時，改用假日的時段(&amp;H)</translation>
    </message>
    <message>
        <source>There is no schedule yet. A schedule says when a group may pass.</source>
        <translation>尚無時段表。時段表決定群組何時可以通行。</translation>
    </message>
</context>
<context>
    <name>SecondDialog</name>
    <message>
        <source>This takes two people</source>
        <translation>此操作須由兩人執行</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>A second person with the same right signs in here and confirms. Both are recorded.</source>
        <translation>請另一位有此權限的人在此登入並確認。兩人都會留下紀錄。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Sections</source>
        <translation>類別</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>Doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>儲存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo changes</source>
        <translation>復原變更(&amp;U)</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>辨識</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>視窗</translation>
    </message>
    <message>
        <source>Only administrators may change settings.</source>
        <translation>只有管理員可以變更設定。</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>what the networks run on</source>
        <translation>網路運算裝置</translation>
    </message>
    <message>
        <source>the language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>doors, relays, photo protection and the doors&apos; language</source>
        <translation>門、繼電器、防照片冒用與門的語言</translation>
    </message>
    <message>
        <source>Will apply as soon as it is saved.</source>
        <translation>儲存後立即生效。</translation>
    </message>
    <message>
        <source>Will apply after a restart: {what}.</source>
        <translation>重新啟動後生效：{what}。</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新啟動</translation>
    </message>
    <message>
        <source>“{name}” cannot be {value}.</source>
        <translation>「{name}」不能是 {value}。</translation>
    </message>
    <message>
        <source>Restart no&amp;w …</source>
        <translation>立即重新啟動(&amp;W)…</translation>
    </message>
    <message>
        <source>More than half of the frames looked at must agree, and at most all of them.</source>
        <translation>必須有過半數的畫面一致，最多為全部。</translation>
    </message>
    <message>
        <source>The program restarts. The doors stay locked meanwhile, for a few seconds.</source>
        <translation>程式將結束並重新啟動。期間門會保持上鎖數秒鐘。</translation>
    </message>
    <message>
        <source>Unsaved changes are lost.</source>
        <translation>未儲存的內容將會遺失。</translation>
    </message>
</context>
<context>
    <name>SeveralView</name>
    <message>
        <source>Change until &amp;when they may come in</source>
        <translation>變更有效期限(&amp;W)</translation>
    </message>
    <message>
        <source>until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>不變更</translation>
    </message>
    <message>
        <source>keep out</source>
        <translation>禁止進入</translation>
    </message>
    <message>
        <source>let in again</source>
        <translation>恢復通行</translation>
    </message>
    <message>
        <source>&amp;Change all</source>
        <translation>全部變更(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Put into groups</source>
        <translation>加入群組(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Take out of groups</source>
        <translation>移出群組(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>部門(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Blocked</source>
        <translation>封鎖(&amp;B)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) selected</source>
        <translation>
            <numerusform>已選取 %Ln 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) changed.</source>
        <translation>
            <numerusform>已變更 %Ln 人。</numerusform>
        </translation>
    </message>
    <message>
        <source>All of them have read the consent in force, and &amp;agree</source>
        <translation>所有人都已閱讀現行同意書並且同意(&amp;A)</translation>
    </message>
    <message>
        <source>Forms with their &amp;signatures are on file</source>
        <translation>簽名表單皆已存檔(&amp;S)</translation>
    </message>
    <message>
        <source>Language of the consent text</source>
        <translation>同意書的語言</translation>
    </message>
    <message>
        <source>Print consent &amp;forms …</source>
        <translation>列印同意書表單(&amp;F)…</translation>
    </message>
    <message>
        <source>Fields left empty stay as they are. Either everybody is changed, or nobody.</source>
        <translation>留空的項目維持各人原樣。全部一起變更，否則都不變更。</translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>&amp;Name</source>
        <translation>姓名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密碼(&amp;P)</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>登入(&amp;S)</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已鎖定</translation>
    </message>
    <message>
        <source>&amp;Unlock</source>
        <translation>解除鎖定(&amp;U)</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>兩次輸入的密碼不同。</translation>
    </message>
    <message>
        <source>Sign in as s&amp;omeone else</source>
        <translation>以其他身分登入(&amp;O)</translation>
    </message>
    <message>
        <source>Confirm p&amp;assword</source>
        <translation>再次輸入密碼(&amp;A)</translation>
    </message>
    <message>
        <source>First administrator</source>
        <translation>第一位管理員</translation>
    </message>
    <message>
        <source>There is no account yet. Choose a name and a password of at least {n} characters for the first administrator; there is no default password. The doors keep working meanwhile.</source>
        <translation>目前還沒有帳號。請為第一位管理員設定名稱與至少 {n} 個字元的密碼；系統沒有預設密碼。門在此期間照常運作。</translation>
    </message>
    <message>
        <source>&amp;Create account</source>
        <translation>建立帳號(&amp;C)</translation>
    </message>
    <message>
        <source>The doors work whether or not anyone is signed in.</source>
        <translation>無論是否有人登入，門都照常運作。</translation>
    </message>
    <message>
        <source>The doors keep working. Enter your password to continue where you left off.</source>
        <translation>門照常運作。請輸入密碼，從先前離開之處繼續。</translation>
    </message>
    <message>
        <source>This is the demo: no password is needed.</source>
        <translation>這是示範模式：不需要密碼。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>請輸入姓名。</translation>
    </message>
    <message>
        <source>Too many wrong attempts. Please wait {time}.</source>
        <translation>錯誤次數過多。請等候 {time}。</translation>
    </message>
</context>
<context>
    <name>ThresholdsPanel</name>
    <message>
        <source>&amp;Measure</source>
        <translation>測量(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Use these thresholds</source>
        <translation>採用這些門檻(&amp;U)</translation>
    </message>
    <message>
        <source>Back to the &amp;card&apos;s</source>
        <translation>回到說明卡的門檻(&amp;C)</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比對</translation>
    </message>
    <message>
        <source>With</source>
        <translation>對象</translation>
    </message>
    <message>
        <source>Pairs of people</source>
        <translation>人員配對</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>門檻</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>門檻</translation>
    </message>
    <message>
        <source>People who look alike</source>
        <translation>相像的人</translation>
    </message>
    <message>
        <source>each other</source>
        <translation>彼此</translation>
    </message>
    <message>
        <source>faces that come with the model</source>
        <translation>模型附帶的臉孔</translation>
    </message>
    <message>
        <source>the demo&apos;s strangers</source>
        <translation>示範中的陌生人</translation>
    </message>
    <message>
        <source>strangers: {name}</source>
        <translation>陌生人：{name}</translation>
    </message>
    <message>
        <source>from the people here</source>
        <translation>由此處人員支持</translation>
    </message>
    <message>
        <source>raised by the people here or by strangers</source>
        <translation>因此處人員或陌生人而提高</translation>
    </message>
    <message>
        <source>Nobody&apos;s two most similar photos are such a pair, so the cost cannot be shown.</source>
        <translation>沒有人最相似的兩張照片屬於此類配對，因此無法顯示其代價。</translation>
    </message>
    <message>
        <source>{share} of people&apos;s own comparisons pass ({low} – {high}).</source>
        <translation>本人比對通過率 {share}（{low} – {high}）。</translation>
    </message>
    <message>
        <source>registered twice?</source>
        <translation>重複登錄？</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>相像</translation>
    </message>
    <message>
        <source>False accepts</source>
        <translation>誤接受</translation>
    </message>
    <message>
        <source>Can show, at best</source>
        <translation>最多能證明</translation>
    </message>
    <message>
        <source>&amp;Twins</source>
        <translation>雙胞胎(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Same person</source>
        <translation>同一個人(&amp;S)</translation>
    </message>
    <message>
        <source>One person, registered twice. Remove one of the two on the People page.</source>
        <translation>同一人重複登錄。請在「人員」頁移除其中一筆。</translation>
    </message>
    <message>
        <source>False accepts:</source>
        <translation>誤接受：</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 區間</translation>
    </message>
    <message numerus="yes">
        <source>Calibrated on {day} by {who} with %Ln person(s).</source>
        <translation>
            <numerusform>{who} 於 {day} 以 %Ln 人校準。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) registered by now: measure again.</source>
        <translation>
            <numerusform>目前已登錄 %Ln 人：請重新測量。</numerusform>
        </translation>
    </message>
    <message>
        <source>Look-alikes were confirmed since: measure again.</source>
        <translation>之後又確認了相像的人：請重新測量。</translation>
    </message>
    <message numerus="yes">
        <source>measured on %Ln person(s): stricter than it will be later</source>
        <translation>
            <numerusform>以 %Ln 人測量：比日後更嚴格</numerusform>
        </translation>
    </message>
    <message>
        <source>Look alike and may raise the thresholds for everybody:</source>
        <translation>彼此相像，可能提高對所有人的要求：</translation>
    </message>
    <message>
        <source>Not calibrated here: the card&apos;s thresholds apply, raised by the people registered.</source>
        <translation>此處未校準：採用說明卡的門檻，並依登錄者提高。</translation>
    </message>
    <message>
        <source>* These are too few pairs of people to show so low a rate: it takes {n}.</source>
        <translation>* 人員配對太少，無法證明如此低的比率：需要 {n} 對。</translation>
    </message>
    <message>
        <source>the card&apos;s; there is too little data here for another</source>
        <translation>說明卡的門檻；此處資料不足以支持其他值</translation>
    </message>
    <message>
        <source>Two people who look alike: neither raises the thresholds for the others.</source>
        <translation>兩位相似的人：不會因此提高對其他人的要求。</translation>
    </message>
    <message>
        <source>Remove {one} or {other} on the People page: one person needs only one entry.</source>
        <translation>請在「人員」頁移除 {one} 或 {other}：一個人只需一筆登錄。</translation>
    </message>
    <message>
        <source>Comparing everybody with {model}</source>
        <translation>正以 {model} 比對所有人</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Faces</source>
        <translation>臉部</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>開始(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top and save</source>
        <translation>停止並儲存(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Make a model of it</source>
        <translation>製成模型(&amp;M)</translation>
    </message>
    <message>
        <source>Loss and overlap</source>
        <translation>損失與重疊</translation>
    </message>
    <message>
        <source>Making a model of the best epoch …</source>
        <translation>正以最佳週期製作模型 …</translation>
    </message>
    <message>
        <source>The model is made.</source>
        <translation>模型已完成。</translation>
    </message>
    <message>
        <source>The workshop is not installed: pip install &apos;gatekeeper[trainer]&apos;.</source>
        <translation>未安裝訓練工具：pip install &apos;gatekeeper[trainer]&apos;。</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>配方(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Faces: NAME/*.jpg</source>
        <translation>臉部(&amp;F)：NAME/*.jpg</translation>
    </message>
    <message>
        <source>as the recipe says</source>
        <translation>依配方</translation>
    </message>
    <message>
        <source>Loss of each step</source>
        <translation>每一步的損失</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Overlap of same and different pairs</source>
        <translation>相同與不同配對的重疊</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重疊</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>訓練週期</translation>
    </message>
    <message>
        <source>Trained. Make a model of it, measure it, then use it.</source>
        <translation>訓練完成。請製成模型，測量後再使用。</translation>
    </message>
    <message>
        <source>Folder of the ru&amp;n</source>
        <translation>訓練資料夾(&amp;N)</translation>
    </message>
    <message>
        <source>E&amp;pochs</source>
        <translation>週期數(&amp;P)</translation>
    </message>
    <message>
        <source>F&amp;urther settings</source>
        <translation>其他設定(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>學習率(&amp;L)</translation>
    </message>
    <message>
        <source>Output of the run</source>
        <translation>訓練輸出</translation>
    </message>
    <message>
        <source>Training. The door keeps working, perhaps more slowly.</source>
        <translation>訓練中。門照常運作，可能較慢。</translation>
    </message>
    <message>
        <source>Stopping after the current step …</source>
        <translation>完成目前步驟後停止 …</translation>
    </message>
    <message>
        <source>It ended early; its output says why. Start continues where it stopped.</source>
        <translation>提前結束；原因見輸出。「開始」會從停止處繼續。</translation>
    </message>
    <message>
        <source>For experts: TABLE.KEY=VALUE as in the recipe&apos;s file, separated by spaces.</source>
        <translation>進階：配方檔中的 TABLE.KEY=VALUE，多項以空格分隔。</translation>
    </message>
</context>
<context>
    <name>TwinStep</name>
    <message>
        <source>Is this the same person?</source>
        <translation>這是同一個人嗎？</translation>
    </message>
    <message>
        <source>&amp;Two people: register the new one too</source>
        <translation>是兩個人：也登錄新的人(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>{name} (new)</source>
        <translation>{name}（新）</translation>
    </message>
    <message>
        <source>{name} (number {number}, registered {when})</source>
        <translation>{name}（編號 {number}，登錄於 {when}）</translation>
    </message>
    <message>
        <source>&amp;Same person: add the photos to {name}</source>
        <translation>同一個人：將照片加入 {name}(&amp;S)</translation>
    </message>
</context>
<context>
    <name>Video</name>
    <message>
        <source>Not known</source>
        <translation>不認識</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>無法進入</translation>
    </message>
</context>
<context>
    <name>WatchList</name>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始時間</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Unknown visitors who are watched for</source>
        <translation>觀察名單上的未知訪客</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Blocked people</source>
        <translation>已封鎖的人員</translation>
    </message>
    <message>
        <source>&amp;Choose a visitor …</source>
        <translation>選擇訪客(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Block somebody …</source>
        <translation>封鎖人員(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Unblock</source>
        <translation>解除封鎖(&amp;U)</translation>
    </message>
    <message>
        <source>Nobody is blocked.</source>
        <translation>沒有人被封鎖。</translation>
    </message>
    <message>
        <source>Turn the list &amp;off …</source>
        <translation>關閉名單(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Turn the list on …</source>
        <translation>開啟名單(&amp;T)…</translation>
    </message>
    <message>
        <source>Unknown visitors</source>
        <translation>未知訪客</translation>
    </message>
    <message>
        <source>Doors open for them again.</source>
        <translation>門會再次為其開啟。</translation>
    </message>
    <message>
        <source>Who is to be kept out?</source>
        <translation>要封鎖誰？</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>封鎖</translation>
    </message>
    <message>
        <source>No door opens for {name} until somebody lets them in again.</source>
        <translation>在解除封鎖之前，沒有任何門會為 {name} 開啟。</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>封鎖(&amp;B)</translation>
    </message>
    <message>
        <source>No door opens for them now.</source>
        <translation>現在沒有任何門會為其開啟。</translation>
    </message>
    <message>
        <source>Keep a watch list of unknown visitors?</source>
        <translation>要建立未知訪客的觀察名單嗎？</translation>
    </message>
    <message>
        <source>Keep no watch list any more?</source>
        <translation>不再使用觀察名單嗎？</translation>
    </message>
    <message>
        <source>The site may keep it: turn it on</source>
        <translation>本場所可以使用：開啟</translation>
    </message>
    <message>
        <source>Turn it off</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>The watch list is on.</source>
        <translation>觀察名單已開啟。</translation>
    </message>
    <message>
        <source>The watch list is off.</source>
        <translation>觀察名單已關閉。</translation>
    </message>
    <message>
        <source>Stop &amp;watching</source>
        <translation>移出名單(&amp;W)</translation>
    </message>
    <message>
        <source>The list is off: no unknown visitor is recognised when they come again. It would hold faces of people who have not agreed to that. Ask whoever is responsible for data protection whether this site may keep them.</source>
        <translation>名單已關閉：不會再次辨識任何未知訪客。名單會保存未經同意者的臉部資料。本場所是否可以保存，須由資料保護負責人決定。</translation>
    </message>
    <message>
        <source>Nobody is on the watch list. Choose an unknown visitor in the log to be alerted when they come again.</source>
        <translation>名單上沒有人。請在記錄中選擇一位未知訪客，以便在其再次出現時收到通知。</translation>
    </message>
    <message>
        <source>When one of them comes to any door again, an alarm is raised. No door opens for them.</source>
        <translation>名單上的訪客再次出現在任何一扇門前時，會發出警報。沒有任何門會為其開啟。</translation>
    </message>
    <message>
        <source>They are no longer watched for, and their face is deleted.</source>
        <translation>此訪客已移出名單，其臉部資料已刪除。</translation>
    </message>
    <message>
        <source>It holds the faces of people who have not agreed to be recognised. In many countries that is forbidden, or requires a legal basis, a notice at the door and an impact assessment first. Ask whoever is responsible for data protection before you turn it on.</source>
        <translation>名單保存未同意被辨識者的臉部資料。許多國家禁止這樣做，或要求事先具備法律依據、在門口公告並進行影響評估。開啟之前，請先詢問資料保護負責人。</translation>
    </message>
    <message>
        <source>From now on nobody is compared with it. Its entries stay until their time is over.</source>
        <translation>從現在起不再與名單比對。名單上的人會保留到期限屆滿為止。</translation>
    </message>
</context>
<context>
    <name>WebhookDialog</name>
    <message>
        <source>Add a webhook</source>
        <translation>新增 Webhook</translation>
    </message>
    <message>
        <source>Change a webhook</source>
        <translation>變更 Webhook</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名稱(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>位址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Make one</source>
        <translation>產生(&amp;M)</translation>
    </message>
    <message>
        <source>Makes a secret and puts it on the clipboard, for whoever receives the messages.</source>
        <translation>產生簽章金鑰並複製到剪貼簿，以交給接收訊息的一方。</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>簽章金鑰(&amp;S)</translation>
    </message>
    <message>
        <source>Messages are signed with it. It begins with whsec_, and the receiver needs the same.</source>
        <translation>用來簽署訊息。以 whsec_ 開頭，接收端需使用相同的金鑰。</translation>
    </message>
    <message>
        <source>everything in the log</source>
        <translation>記錄中的一切</translation>
    </message>
    <message>
        <source>alarms only</source>
        <translation>僅警報</translation>
    </message>
    <message>
        <source>With &amp;pictures</source>
        <translation>附圖片(&amp;P)</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>yes: the face leaves the building</source>
        <translation>是：臉部影像會離開本建築</translation>
    </message>
    <message>
        <source> times</source>
        <translation> 次</translation>
    </message>
    <message>
        <source>It is on the clipboard: give it to whoever receives the messages. It is not shown.</source>
        <translation>已複製到剪貼簿：請交給接收訊息的一方。畫面上不會顯示。</translation>
    </message>
    <message>
        <source>&amp;Refusals allowed</source>
        <translation>容許的拒收次數(&amp;R)</translation>
    </message>
    <message>
        <source>https://…; http:// sends people’s names unencrypted. The part after the host is shown as *** and is kept unless you enter another address.</source>
        <translation>https://…；http:// 會以明文傳送人員姓名。主機之後的部分顯示為 ***，除非改寫位址，否則維持不變。</translation>
    </message>
    <message>
        <source>Empty: the usual authorities are trusted.</source>
        <translation>留空：信任常見的憑證機構。</translation>
    </message>
    <message>
        <source>Recei&amp;ves</source>
        <translation>通知內容(&amp;T)</translation>
    </message>
    <message>
        <source>After this many refusals a message is put aside.</source>
        <translation>被拒收達此次數後即予擱置。</translation>
    </message>
</context>
<context>
    <name>WeekGrid</name>
    <message>
        <source>Hours of the week</source>
        <translation>每週時段</translation>
    </message>
    <message>
        <source>{day} is not one of these days</source>
        <translation>{day}不在這些日子之中</translation>
    </message>
    <message>
        <source>{day} {start} to {end}: set</source>
        <translation>{day} {start} 至 {end}：已設定</translation>
    </message>
    <message>
        <source>{day} {start} to {end}: not set</source>
        <translation>{day} {start} 至 {end}：未設定</translation>
    </message>
</context>
<context>
    <name>WhyTab</name>
    <message>
        <source>No&amp;w</source>
        <translation>現在(&amp;W)</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Choose a person.</source>
        <translation>請選擇人員。</translation>
    </message>
    <message>
        <source>May pass: {rule}</source>
        <translation>可以通行：{rule}</translation>
    </message>
    <message>
        <source>May not pass: {rule}</source>
        <translation>不可通行：{rule}</translation>
    </message>
    <message>
        <source>The rules, in the order in which the door applies them</source>
        <translation>規則，依門查核的順序</translation>
    </message>
</context>
<context>
    <name>WindowForm</name>
    <message>
        <source>&amp;Language</source>
        <translation>語言(&amp;L)</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>依系統</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外觀(&amp;A)</translation>
    </message>
    <message>
        <source>light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Loc&amp;k when idle for</source>
        <translation>閒置多久後鎖定(&amp;K)</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> 分鐘</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從不</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Not known. Please register at the door desk.</source>
        <translation>不認識您。請至櫃台登錄。</translation>
    </message>
    <message>
        <source>Not sure who you are. Please look straight into the camera.</source>
        <translation>無法確定您的身分。請正視鏡頭。</translation>
    </message>
    <message>
        <source>Please put on your mask.</source>
        <translation>請戴上口罩。</translation>
    </message>
    <message>
        <source>Please pull your mask over your nose.</source>
        <translation>請將口罩拉高蓋住鼻子。</translation>
    </message>
    <message>
        <source>Please take your mask off.</source>
        <translation>請取下口罩。</translation>
    </message>
    <message>
        <source>Please enter your PIN.</source>
        <translation>請輸入您的 PIN。</translation>
    </message>
    <message>
        <source>This PIN is wrong.</source>
        <translation>PIN 錯誤。</translation>
    </message>
    <message>
        <source>This door asks for a PIN and you have none. Please ask at the door desk.</source>
        <translation>此門需要 PIN，而您尚未設定。請洽櫃台。</translation>
    </message>
    <message>
        <source>Your access is blocked. Please ask at the door desk.</source>
        <translation>您的通行權限已停用。請洽櫃台。</translation>
    </message>
    <message>
        <source>You are not registered for this door. Please ask at the door desk.</source>
        <translation>您沒有此門的通行權限。請洽櫃台。</translation>
    </message>
    <message>
        <source>The door has just opened for you.</source>
        <translation>門剛剛已為您開啟。</translation>
    </message>
    <message>
        <source>Please come closer.</source>
        <translation>請靠近一點。</translation>
    </message>
    <message>
        <source>More light on the face, please.</source>
        <translation>請讓臉部光線亮一點。</translation>
    </message>
    <message>
        <source>Less light on the face, please.</source>
        <translation>請讓臉部光線暗一點。</translation>
    </message>
    <message>
        <source>Please hold still.</source>
        <translation>請保持不動。</translation>
    </message>
    <message>
        <source>Please look into the camera.</source>
        <translation>請看鏡頭。</translation>
    </message>
    <message>
        <source>Please look straight into the camera.</source>
        <translation>請正視鏡頭。</translation>
    </message>
    <message>
        <source>Please step into the middle of the picture.</source>
        <translation>請站到畫面中央。</translation>
    </message>
    <message>
        <source>Please turn your head to the left.</source>
        <translation>請將頭轉向左邊。</translation>
    </message>
    <message>
        <source>Please turn your head to the right.</source>
        <translation>請將頭轉向右邊。</translation>
    </message>
    <message>
        <source>This looks like a picture of a person. Please step away and come again yourself.</source>
        <translation>這看起來像是照片。請退開，再由本人重新靠近。</translation>
    </message>
    <message>
        <source>You did not turn as asked. Please step away and come again.</source>
        <translation>您沒有依指示轉頭。請退開後重新靠近。</translation>
    </message>
    <message>
        <source>No turn of the head was seen in time. Please step away and come again.</source>
        <translation>時間內沒有看到轉頭。請退開後重新靠近。</translation>
    </message>
    <message>
        <source>the camera delivers no depth</source>
        <translation>攝影機沒有提供深度資訊</translation>
    </message>
    <message>
        <source>Please look into the camera, one person at a time.</source>
        <translation>請看鏡頭，一次一個人。</translation>
    </message>
    <message>
        <source>You are no longer seen.</source>
        <translation>已看不到您。</translation>
    </message>
    <message>
        <source>You are no longer recognised.</source>
        <translation>已無法辨識您。</translation>
    </message>
    <message>
        <source>Please look into the camera and enter the PIN again.</source>
        <translation>請看鏡頭並重新輸入 PIN。</translation>
    </message>
    <message>
        <source>Your PIN is still being compared.</source>
        <translation>您的 PIN 仍在比對中。</translation>
    </message>
    <message>
        <source>Please wait for the answer.</source>
        <translation>請等候結果。</translation>
    </message>
    <message>
        <source>Recognition has ended.</source>
        <translation>辨識已結束。</translation>
    </message>
    <message>
        <source>Start the program again.</source>
        <translation>請重新啟動程式。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>Is it plugged in, and free?</source>
        <translation>是否已連接，且未被其他程式使用？</translation>
    </message>
    <message>
        <source>Come again.</source>
        <translation>請重新靠近。</translation>
    </message>
    <message>
        <source>Check the relay.</source>
        <translation>請檢查繼電器。</translation>
    </message>
    <message>
        <source>Check cable and port.</source>
        <translation>請檢查線路與連接埠。</translation>
    </message>
    <message>
        <source>Check the cable.</source>
        <translation>請檢查線路。</translation>
    </message>
    <message>
        <source>Load StandardFirmata onto the board, or choose another port.</source>
        <translation>請將 StandardFirmata 載入開發板，或選擇其他連接埠。</translation>
    </message>
    <message>
        <source>The door is opened by hand for a reason only.</source>
        <translation>手動開門必須註明原因。</translation>
    </message>
    <message>
        <source>Write it as &quot;mon-fri 08:00-18:00&quot; or &quot;sat,sun 22:00-02:00&quot;.</source>
        <translation>請寫成 &quot;mon-fri 08:00-18:00&quot; 或 &quot;sat,sun 22:00-02:00&quot;。</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>照片中找不到臉孔。</translation>
    </message>
    <message>
        <source>Show the whole face, from the front.</source>
        <translation>請正面露出整張臉。</translation>
    </message>
    <message>
        <source>Take the photo with one person only.</source>
        <translation>拍照時請只有一個人入鏡。</translation>
    </message>
    <message>
        <source>The face is covered.</source>
        <translation>臉被遮住了。</translation>
    </message>
    <message>
        <source>No mask is seen.</source>
        <translation>沒有看到口罩。</translation>
    </message>
    <message>
        <source>Please take the mask off.</source>
        <translation>請取下口罩。</translation>
    </message>
    <message>
        <source>Please put the mask on.</source>
        <translation>請戴上口罩。</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>light</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>pose</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>超出畫面程度</translation>
    </message>
    <message>
        <source>The mask leaves nose or mouth free.</source>
        <translation>口罩沒有遮住口鼻。</translation>
    </message>
    <message>
        <source>Pull it over the nose, or take it off.</source>
        <translation>請拉高蓋住鼻子，或取下口罩。</translation>
    </message>
    <message>
        <source>This is nearly the same photo as one already taken.</source>
        <translation>這張照片與已拍攝的幾乎相同。</translation>
    </message>
    <message>
        <source>Turn the head a little.</source>
        <translation>請稍微轉頭。</translation>
    </message>
    <message>
        <source>This photo seems to show another person.</source>
        <translation>這張照片似乎是另一個人。</translation>
    </message>
    <message>
        <source>Use photos of one person.</source>
        <translation>請使用同一個人的照片。</translation>
    </message>
    <message>
        <source>bare</source>
        <translation>未戴口罩</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>戴口罩</translation>
    </message>
    <message>
        <source>The person has no name.</source>
        <translation>沒有輸入姓名。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>請輸入姓名。</translation>
    </message>
    <message>
        <source>Add at least one photo without a mask.</source>
        <translation>請至少加入一張未戴口罩的照片。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>請檢查路徑。</translation>
    </message>
    <message>
        <source>Export the picture again.</source>
        <translation>請重新匯出圖片。</translation>
    </message>
    <message>
        <source>Save it smaller.</source>
        <translation>請縮小後再儲存。</translation>
    </message>
    <message>
        <source>This is the person&apos;s only photo without a mask.</source>
        <translation>這是此人唯一未戴口罩的照片。</translation>
    </message>
    <message>
        <source>Add another one first.</source>
        <translation>請先加入另一張。</translation>
    </message>
    <message>
        <source>Choose a visit of somebody known.</source>
        <translation>請選擇已登錄人員的來訪。</translation>
    </message>
    <message>
        <source>If it is, register a new photo at the desk.</source>
        <translation>若確實是本人，請至櫃台拍攝新照片。</translation>
    </message>
    <message>
        <source>Choose another visit.</source>
        <translation>請選擇另一次來訪。</translation>
    </message>
    <message>
        <source>Check the folder, its permissions and space.</source>
        <translation>請檢查資料夾、權限與可用空間。</translation>
    </message>
    <message>
        <source>Narrow the filter, or export as CSV.</source>
        <translation>請縮小篩選範圍，或匯出為 CSV。</translation>
    </message>
    <message>
        <source>Calibrate it again.</source>
        <translation>請重新校準。</translation>
    </message>
    <message>
        <source>Only pairs that `gatekeeper models calibrate` names can be confirmed.</source>
        <translation>只能確認 `gatekeeper models calibrate` 列出的配對。</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess.</source>
        <translation>這個 PIN 太容易猜到。</translation>
    </message>
    <message>
        <source>The stored secret is damaged.</source>
        <translation>儲存的密碼資料已損毀。</translation>
    </message>
    <message>
        <source>Set it again.</source>
        <translation>請重新設定。</translation>
    </message>
    <message>
        <source>The name or the password is wrong.</source>
        <translation>姓名或密碼錯誤。</translation>
    </message>
    <message>
        <source>After five wrong tries there is a pause.</source>
        <translation>錯誤五次後必須等待。</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>這個密碼太容易猜到。</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚無</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>請選擇其他名稱。</translation>
    </message>
    <message>
        <source>The first account must be an administrator&apos;s.</source>
        <translation>第一個帳號必須是管理員。</translation>
    </message>
    <message>
        <source>Choose that role.</source>
        <translation>請選擇該角色。</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>請先登入。</translation>
    </message>
    <message>
        <source>Ask an administrator.</source>
        <translation>請洽管理員。</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>管理員</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作員</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>檢視者</translation>
    </message>
    <message>
        <source>see the door and the log</source>
        <translation>檢視門與紀錄</translation>
    </message>
    <message>
        <source>open a door by hand</source>
        <translation>手動開門</translation>
    </message>
    <message>
        <source>register and change people</source>
        <translation>登錄與變更人員</translation>
    </message>
    <message>
        <source>correct the log and export it</source>
        <translation>更正與匯出紀錄</translation>
    </message>
    <message>
        <source>change settings, models, retention and operators</source>
        <translation>變更設定、模型、保存期限與操作員</translation>
    </message>
    <message>
        <source>register</source>
        <translation>登錄</translation>
    </message>
    <message>
        <source>add photos</source>
        <translation>加入照片</translation>
    </message>
    <message>
        <source>person renamed</source>
        <translation>變更姓名</translation>
    </message>
    <message>
        <source>person blocked</source>
        <translation>停用人員</translation>
    </message>
    <message>
        <source>person unblocked</source>
        <translation>恢復人員</translation>
    </message>
    <message>
        <source>person&apos;s groups changed</source>
        <translation>變更群組</translation>
    </message>
    <message>
        <source>person&apos;s validity changed</source>
        <translation>變更有效期</translation>
    </message>
    <message>
        <source>person erased</source>
        <translation>清除人員</translation>
    </message>
    <message>
        <source>person removed</source>
        <translation>移除人員</translation>
    </message>
    <message>
        <source>photo added</source>
        <translation>加入照片</translation>
    </message>
    <message>
        <source>photo removed</source>
        <translation>移除照片</translation>
    </message>
    <message>
        <source>photo restored</source>
        <translation>復原照片</translation>
    </message>
    <message>
        <source>PIN set</source>
        <translation>設定 PIN</translation>
    </message>
    <message>
        <source>PIN cleared</source>
        <translation>移除 PIN</translation>
    </message>
    <message>
        <source>not this person</source>
        <translation>標記為非本人</translation>
    </message>
    <message>
        <source>not this person: undone</source>
        <translation>取消非本人標記</translation>
    </message>
    <message>
        <source>visit added as photo</source>
        <translation>將來訪加入照片</translation>
    </message>
    <message>
        <source>visit added as photo: undone</source>
        <translation>以來訪影像新增照片：已復原</translation>
    </message>
    <message>
        <source>door&apos;s rule changed</source>
        <translation>變更門的規則</translation>
    </message>
    <message>
        <source>schedule changed</source>
        <translation>變更時段表</translation>
    </message>
    <message>
        <source>schedule removed</source>
        <translation>刪除時段表</translation>
    </message>
    <message>
        <source>gone model forgotten</source>
        <translation>清除不存在模型的資料</translation>
    </message>
    <message>
        <source>log exported</source>
        <translation>匯出紀錄</translation>
    </message>
    <message>
        <source>key rotated</source>
        <translation>已更換金鑰</translation>
    </message>
    <message>
        <source>key locked with a passphrase</source>
        <translation>已用密語鎖定金鑰</translation>
    </message>
    <message>
        <source>key unlocked</source>
        <translation>已解除金鑰的密語</translation>
    </message>
    <message>
        <source>backup made</source>
        <translation>已建立備份</translation>
    </message>
    <message>
        <source>backup restored</source>
        <translation>已還原備份</translation>
    </message>
    <message>
        <source>checkpoint of the log exported</source>
        <translation>已匯出紀錄的檢查點</translation>
    </message>
    <message>
        <source>proof of the log exported</source>
        <translation>已匯出紀錄的證明檔</translation>
    </message>
    <message>
        <source>seed of the log taken away</source>
        <translation>已取走紀錄的起始金鑰</translation>
    </message>
    <message>
        <source>log resumed after a loss</source>
        <translation>紀錄遺失後已繼續</translation>
    </message>
    <message>
        <source>sign-in failed</source>
        <translation>登入失敗</translation>
    </message>
    <message>
        <source>old events deleted</source>
        <translation>刪除舊事件</translation>
    </message>
    <message>
        <source>model added</source>
        <translation>新增模型</translation>
    </message>
    <message>
        <source>model activated</source>
        <translation>啟用模型</translation>
    </message>
    <message>
        <source>liveness accepted</source>
        <translation>採用活體偵測結果</translation>
    </message>
    <message>
        <source>operator added</source>
        <translation>新增操作員</translation>
    </message>
    <message>
        <source>operator removed</source>
        <translation>移除操作員</translation>
    </message>
    <message>
        <source>operator&apos;s password changed</source>
        <translation>變更操作員密碼</translation>
    </message>
    <message>
        <source>operator&apos;s role changed</source>
        <translation>變更操作員角色</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>source</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>watches the door</source>
        <translation>監看的門</translation>
    </message>
    <message>
        <source>smallest face</source>
        <translation>最小臉部</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>繼電器</translation>
    </message>
    <message>
        <source>who may come in</source>
        <translation>可進入者</translation>
    </message>
    <message>
        <source>stays open</source>
        <translation>開啟時間</translation>
    </message>
    <message>
        <source>not again within</source>
        <translation>再次開門的間隔</translation>
    </message>
    <message>
        <source>may stand open for</source>
        <translation>可持續開啟</translation>
    </message>
    <message>
        <source>time zone</source>
        <translation>時區</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>口罩</translation>
    </message>
    <message>
        <source>photo protection</source>
        <translation>防照片冒用</translation>
    </message>
    <message>
        <source>PIN besides the face</source>
        <translation>除臉部外另需 PIN</translation>
    </message>
    <message>
        <source>language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>false accepts</source>
        <translation>誤接受</translation>
    </message>
    <message>
        <source>people at most, whatever the model was tested with</source>
        <translation>最多人數（不論模型的測試人數）</translation>
    </message>
    <message>
        <source>lead over the next person</source>
        <translation>領先次佳者的差距</translation>
    </message>
    <message>
        <source>networks run on</source>
        <translation>網路運算裝置</translation>
    </message>
    <message>
        <source>whichever is faster</source>
        <translation>較快者</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>處理器</translation>
    </message>
    <message>
        <source>the graphics card</source>
        <translation>顯示卡</translation>
    </message>
    <message>
        <source>Recognition runs on {where}.</source>
        <translation>辨識運算裝置：{where}。</translation>
    </message>
    <message>
        <source>the processor: {why}</source>
        <translation>處理器：{why}</translation>
    </message>
    <message>
        <source>the graphics card cannot be used: {why}</source>
        <translation>無法使用顯示卡：{why}</translation>
    </message>
    <message>
        <source>the graphics card failed: {why}</source>
        <translation>顯示卡故障：{why}</translation>
    </message>
    <message>
        <source>frames that must agree</source>
        <translation>必須一致的影格數</translation>
    </message>
    <message>
        <source>out of the last</source>
        <translation>取自最近</translation>
    </message>
    <message>
        <source>appearance</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>locks when nobody used it for</source>
        <translation>閒置多久後鎖定</translation>
    </message>
    <message>
        <source>events are kept</source>
        <translation>事件保留期間</translation>
    </message>
    <message>
        <source>pictures in them are kept</source>
        <translation>事件影像保留期間</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>doors</source>
        <translation>門</translation>
    </message>
    <message>
        <source>recognition</source>
        <translation>辨識</translation>
    </message>
    <message>
        <source>window</source>
        <translation>視窗</translation>
    </message>
    <message>
        <source>retention</source>
        <translation>保留期限</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>攝影機</translation>
    </message>
    <message>
        <source>door</source>
        <translation>門</translation>
    </message>
    <message>
        <source>both without a mask</source>
        <translation>兩張皆無口罩</translation>
    </message>
    <message>
        <source>one with a mask</source>
        <translation>其中一張戴口罩</translation>
    </message>
    <message>
        <source>both with a mask</source>
        <translation>兩張皆戴口罩</translation>
    </message>
    <message>
        <source>until photos are known to be kept out</source>
        <translation>直到確認能擋下照片</translation>
    </message>
    <message>
        <source>always</source>
        <translation>一律</translation>
    </message>
    <message>
        <source>may be worn</source>
        <translation>可以戴</translation>
    </message>
    <message>
        <source>must be worn</source>
        <translation>必須戴</translation>
    </message>
    <message>
        <source>must be taken off</source>
        <translation>必須取下</translation>
    </message>
    <message>
        <source>passive check and head turn</source>
        <translation>被動檢查與轉頭</translation>
    </message>
    <message>
        <source>passive check</source>
        <translation>被動檢查</translation>
    </message>
    <message>
        <source>depth camera</source>
        <translation>深度攝影機</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>與系統相同</translation>
    </message>
    <message>
        <source>light colours</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>dark colours</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>the first one</source>
        <translation>第一個</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已變更</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>settings changed</source>
        <translation>已變更設定</translation>
    </message>
    <message>
        <source>calibration accepted</source>
        <translation>已採用校準</translation>
    </message>
    <message>
        <source>calibration reset</source>
        <translation>已重設校準</translation>
    </message>
    <message>
        <source>model installed</source>
        <translation>已安裝模型</translation>
    </message>
    <message>
        <source>look-alikes confirmed</source>
        <translation>已確認相似者</translation>
    </message>
    <message>
        <source>look-alikes taken back</source>
        <translation>已取消相似者</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>已登出</translation>
    </message>
    <message>
        <source>audit trail exported</source>
        <translation>已匯出操作紀錄</translation>
    </message>
    <message>
        <source>the demo, without a password</source>
        <translation>示範，不需密碼</translation>
    </message>
    <message>
        <source>the program itself</source>
        <translation>程式本身</translation>
    </message>
    <message>
        <source>See `gatekeeper log list`.</source>
        <translation>請見 `gatekeeper log list`。</translation>
    </message>
    <message>
        <source>key exported</source>
        <translation>已匯出金鑰</translation>
    </message>
    <message>
        <source>The camera refuses the user name or the password.</source>
        <translation>攝影機拒絕了使用者名稱或密碼。</translation>
    </message>
    <message>
        <source>The camera delivers no colour pictures.</source>
        <translation>攝影機沒有傳送彩色畫面。</translation>
    </message>
    <message>
        <source>The process that reads the camera has ended.</source>
        <translation>讀取攝影機的處理程序已結束。</translation>
    </message>
    <message>
        <source>Use a number (0 is the first camera), a device&apos;s path, rtsp://…, realsense, a video file or a folder.</source>
        <translation>請使用編號（0 為第一台攝影機）、裝置路徑、rtsp://…、realsense、影片檔或資料夾。</translation>
    </message>
    <message>
        <source>Write it as rtsp://HOST:PORT/PATH.</source>
        <translation>請寫成 rtsp://主機:連接埠/路徑。</translation>
    </message>
    <message>
        <source>Write it as rtsp://HOST/PATH.</source>
        <translation>請寫成 rtsp://主機/路徑。</translation>
    </message>
    <message>
        <source>In a user name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a space as %20.</source>
        <translation>在使用者名稱或密碼中，請將 @ 寫成 %40、: 寫成 %3A、/ 寫成 %2F、? 寫成 %3F、# 寫成 %23、% 寫成 %25、空格寫成 %20。</translation>
    </message>
    <message>
        <source>Convert it to JPEG.</source>
        <translation>請轉換成 JPEG。</translation>
    </message>
    <message>
        <source>It belongs to the system.</source>
        <translation>屬於系統。</translation>
    </message>
    <message>
        <source>It is a link that leads out of the folder.</source>
        <translation>這是指向資料夾之外的連結。</translation>
    </message>
    <message>
        <source>It is a link to another folder.</source>
        <translation>這是指向另一個資料夾的連結。</translation>
    </message>
    <message>
        <source>Files of this kind are not read. A picture can be converted to JPEG.</source>
        <translation>不讀取此類檔案。圖片可以轉換成 JPEG。</translation>
    </message>
    <message>
        <source>Please come closer and hold still.</source>
        <translation>請靠近一點並保持不動。</translation>
    </message>
    <message>
        <source>Only folders of people and people.csv are read here.</source>
        <translation>這裡只讀取人員資料夾和 people.csv。</translation>
    </message>
    <message>
        <source>Remove one of the lines.</source>
        <translation>請刪除其中一行。</translation>
    </message>
    <message>
        <source>Write it as 2026-01-31 or 2026-01-31T08:00.</source>
        <translation>請寫成 2026-01-31 或 2026-01-31T08:00。</translation>
    </message>
    <message>
        <source>Give a time in the past.</source>
        <translation>請指定過去的時間。</translation>
    </message>
    <message>
        <source>Please report it.</source>
        <translation>請回報此問題。</translation>
    </message>
    <message>
        <source>Finds eyes, nose and mouth</source>
        <translation>找出眼、鼻、口</translation>
    </message>
    <message>
        <source>Turns a face into numbers that are alike for pictures of one person. The door knows people by it, with and without a mask.</source>
        <translation>將臉部轉換成數值，同一人的影像數值相近。門藉此辨識人員，無論是否戴口罩。</translation>
    </message>
    <message>
        <source>Tells whether a face is bare, wears a mask, or wears it wrongly, so that it is compared with the right photos and the door&apos;s rule about masks can be kept.</source>
        <translation>判斷臉部未戴口罩、戴口罩或配戴不當，以便與正確的照片比對，並執行門的口罩規定。</translation>
    </message>
    <message>
        <source>Finds eyes, nose and the corners of the mouth, also below a mask, so that every face is brought into the same position before it is compared.</source>
        <translation>找出眼睛、鼻子與嘴角（口罩下亦可），使每張臉在比對前對齊。</translation>
    </message>
    <message>
        <source>Tells living faces from photos and screens held before the camera, by a few pictures and without asking for anything.</source>
        <translation>以少數影格分辨真人與鏡頭前的照片或螢幕，不需任何動作。</translation>
    </message>
    <message>
        <source>75 people with real masks, on close web pictures</source>
        <translation>75 人戴真實口罩的近距網路照片</translation>
    </message>
    <message>
        <source>Faces cut from web pictures, with and without real masks</source>
        <translation>網路照片中的臉部，有或無真實口罩</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>未戴口罩</translation>
    </message>
    <message>
        <source>mask worn wrongly</source>
        <translation>口罩配戴不當</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>眼睛</translation>
    </message>
    <message>
        <source>Nose</source>
        <translation>鼻子</translation>
    </message>
    <message>
        <source>Corners of the mouth</source>
        <translation>嘴角</translation>
    </message>
    <message>
        <source>Living people</source>
        <translation>真人</translation>
    </message>
    <message>
        <source>Photo prints</source>
        <translation>照片沖印</translation>
    </message>
    <message>
        <source>Photos on paper, rendered</source>
        <translation>紙上照片（模擬）</translation>
    </message>
    <message>
        <source>Photos on a phone</source>
        <translation>手機上的照片</translation>
    </message>
    <message>
        <source>Photos on a screen</source>
        <translation>螢幕上的照片</translation>
    </message>
    <message>
        <source>Living people, refused</source>
        <translation>真人，被拒絕</translation>
    </message>
    <message>
        <source>Not stated.</source>
        <translation>未說明。</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>整體</translation>
    </message>
    <message>
        <source>Pictures compared</source>
        <translation>比對的影像</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>目前</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新的</translation>
    </message>
    <message>
        <source>How well it tells people apart</source>
        <translation>分辨人員的能力</translation>
    </message>
    <message>
        <source>Recognised, at 1 false accept in 100</source>
        <translation>識別率（誤接受百分之 1）</translation>
    </message>
    <message>
        <source>in 1,000</source>
        <translation>千分之 1</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>配對數</translation>
    </message>
    <message>
        <source>Finding one of many people by a face with a mask</source>
        <translation>憑戴口罩的臉在多人中找出一人</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測量項目</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Mask or none</source>
        <translation>有無口罩</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>臉部數</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>呈現內容</translation>
    </message>
    <message>
        <source>Presentations</source>
        <translation>呈現次數</translation>
    </message>
    <message>
        <source>Your pictures</source>
        <translation>您的影像</translation>
    </message>
    <message>
        <source>Measured on faces of its own training set that were set aside.</source>
        <translation>以其訓練集中保留的臉部測量。</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>特徵點</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>真實頭部</translation>
    </message>
    <message>
        <source>Flat pictures</source>
        <translation>平面照片</translation>
    </message>
    <message>
        <source>Bent or folded pictures</source>
        <translation>彎曲或摺疊的照片</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>通過</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>次數</translation>
    </message>
    <message>
        <source>Rendered, not filmed.</source>
        <translation>為模擬產生，非實際拍攝。</translation>
    </message>
    <message>
        <source>Photos recognised</source>
        <translation>識別成功的照片</translation>
    </message>
    <message>
        <source>Your own people</source>
        <translation>您的人員</translation>
    </message>
    <message>
        <source>Measured here</source>
        <translation>在此測量</translation>
    </message>
    <message>
        <source>The new model is at least as good as the present one.</source>
        <translation>新模型至少與目前的一樣好。</translation>
    </message>
    <message>
        <source>By its card the new model is not as good as the present one. Too few people are registered to measure it here.</source>
        <translation>依模型卡，新模型不如目前的模型。登錄人數太少，無法在此測量。</translation>
    </message>
    <message>
        <source>The new model is not as good as the present one.</source>
        <translation>新模型不如目前的模型。</translation>
    </message>
    <message>
        <source>Give each its own name.</source>
        <translation>請各取不同的名稱。</translation>
    </message>
    <message>
        <source>0 is the first camera.</source>
        <translation>0 為第一台攝影機。</translation>
    </message>
    <message>
        <source>Write it as Europe/Vienna.</source>
        <translation>請寫成如 Europe/Vienna。</translation>
    </message>
    <message>
        <source>Landmarks of masked faces</source>
        <translation>戴口罩臉部的特徵點</translation>
    </message>
    <message>
        <source>MIT: O-Net&apos;s weights come from facenet-pytorch (MIT); trained on without commercial restriction of our own. The pictures it was trained on (UTKFace, CelebA) are for research: ask before commercial use.</source>
        <translation>MIT：O-Net 權重來自 facenet-pytorch（MIT），由我們繼續訓練，不另設商業限制。訓練用照片（UTKFace、CelebA）僅供研究：商業使用前請先詢問。</translation>
    </message>
    <message>
        <source>UTKFace (12,000 faces) and CelebA (6,274 faces of 299 people), each bare and with three simulated masks</source>
        <translation>UTKFace（12,000 張臉）與 CelebA（299 人的 6,274 張臉），各含無口罩與三種模擬口罩</translation>
    </message>
    <message>
        <source>On close web pictures of really masked faces the second look alone does worse than the first; the door takes the middle of both.</source>
        <translation>在戴真實口罩的近距網路照片上，單用第二次定位不如第一次；門取兩者的平均。</translation>
    </message>
    <message>
        <source>Alive or a picture</source>
        <translation>真人或照片</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Trained on 5,855 face crops from the web, really bare or masked, and 2,999 faces of UTKFace and CelebA, each bare, with two simulated masks and with two worn wrongly (simulated: below the nose, on or under the chin). No picture is shipped.</source>
        <translation>以 5,855 張網路臉部照片（真實無口罩或戴口罩）及 UTKFace 與 CelebA 的 2,999 張臉訓練，後者各含無口罩、兩種模擬口罩與兩種配戴不當（模擬：鼻下、下巴上或下巴下）。不附任何影像。</translation>
    </message>
    <message>
        <source>Masks worn wrongly are known from simulated ones alone; 8 of 10 of these are named, the others taken for none or for a mask. Profiles, and chins cut off by the picture&apos;s edge, are now and then taken for masks. Many of the web crops are variants of one picture, so what is held out by picture is not new in every sense.</source>
        <translation>配戴不當僅由模擬影像學得；其中 8 成能判出，其餘會判為未戴或戴口罩。側臉及被畫面邊緣切到的下巴偶爾會被判為口罩。許多網路照片是同一張的變體，因此保留的影像並非全然陌生。</translation>
    </message>
    <message>
        <source>turned by</source>
        <translation>旋轉</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>鏡像</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Choose another port, or end that program.</source>
        <translation>請選擇其他連接埠，或結束該程式。</translation>
    </message>
    <message>
        <source>The relay is not open yet.</source>
        <translation>繼電器尚未就緒。</translation>
    </message>
    <message>
        <source>Please wait a moment.</source>
        <translation>請稍候。</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>另一個程式</translation>
    </message>
    <message>
        <source>A face network for faces with and without a mask</source>
        <translation>可辨識戴口罩與未戴口罩人臉的網路</translation>
    </message>
    <message>
        <source>Knows people with a mask on much better when photos with a mask were registered as well. Knows people less well who look unlike the mostly western faces it learnt from. Its thresholds come from public photographs: calibrate at the site. Glasses and caps on top of a mask leave little to know anybody by.</source>
        <translation>若同時登錄了戴口罩的照片，辨識戴口罩的人會好得多。對外貌與其學習所用、以西方人為主的人臉差異較大的人，辨識較差。門檻值來自公開照片：請在現場校準。除口罩外又戴眼鏡與帽子時，幾乎沒有可供辨識的部分。</translation>
    </message>
    <message>
        <source>Registered people at the door</source>
        <translation>已登記的人在門前</translation>
    </message>
    <message>
        <source>Strangers at the door</source>
        <translation>陌生人在門前</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Let in wrongly</source>
        <translation>誤放行</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>來訪次數</translation>
    </message>
    <message>
        <source>Known by three photos without a mask and two with one.</source>
        <translation>以三張未戴口罩和兩張戴口罩的照片登記。</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>臉部</translation>
    </message>
    <message>
        <source>consent recorded</source>
        <translation>已記錄同意書</translation>
    </message>
    <message>
        <source>End that program. This one wipes it out as soon as it can, and at its next start.</source>
        <translation>請結束該程式。本程式會儘快抹除，最遲在下次啟動時完成。</translation>
    </message>
    <message>
        <source>Screens, where it was trained without any</source>
        <translation>螢幕（訓練時未使用任何螢幕畫面）</translation>
    </message>
    <message>
        <source>Apache License 2.0, as the weights it began with (MiniFASNetV2 of Minivision&apos;s Silent-Face-Anti-Spoofing); changed by training. What those were trained on is not public. It was trained further on pictures of research sets (NUAA, CelebA) whose terms exclude commercial use of the pictures; whether that reaches weights is not settled everywhere: ask before you sell it.</source>
        <translation>Apache 授權條款 2.0，與起始權重（Minivision 的 Silent-Face-Anti-Spoofing 中的 MiniFASNetV2）相同；經訓練後已有更動。起始權重的訓練資料並未公開。後續訓練使用了研究資料集（NUAA、CelebA）的圖片，其條款不允許將圖片用於商業用途；這是否及於權重，各地尚無定論：販售前請先查詢。</translation>
    </message>
    <message>
        <source>Begun with MiniFASNetV2 (private data, not stated). Then NUAA photograph imposter database: 480 webcam frames of 6 people and of photos of them; portraits of CelebA; attacks rendered from both. No picture of them is in the model&apos;s folder.</source>
        <translation>以 MiniFASNetV2 為起點（私有資料，未說明）。之後使用 NUAA 照片冒用資料庫：6 人及其照片的 480 張網路攝影機畫面；CelebA 的人像；以及由兩者算繪出的攻擊畫面。模型資料夾中不含其中任何圖片。</translation>
    </message>
    <message>
        <source>Measured on six people of one laboratory and two webcams: measure it on your own site (gatekeeper models evaluate-liveness) before relying on it. Paper, phones and monitors were rendered, not filmed. Ask for a turn of the head as well where a filmed screen must not pass. A print folded or bent sharply around the nose passes some turns of the head, more of them where it shows a mask. Masks were simulated.</source>
        <translation>僅以一間實驗室的六人和兩部網路攝影機測得：在仰賴它之前，請先在您自己的地點測量（gatekeeper models evaluate-liveness）。紙張、手機與螢幕都是算繪而成，並非實際拍攝。若絕不能讓拍攝到的螢幕通過，請另外要求轉頭。沿鼻子對摺或彎曲的列印照片能通過部分轉頭檢查，照片中的人戴口罩時更常如此。口罩為模擬而成。</translation>
    </message>
    <message>
        <source>No door board answered on {port} within {seconds:g} s.</source>
        <translation>{port} 在 {seconds:g} 秒內沒有門控板回應。</translation>
    </message>
    <message>
        <source>Load gatekeeper&apos;s firmware onto the board, or choose another port.</source>
        <translation>請將 gatekeeper 的韌體載入電路板，或改用其他連接埠。</translation>
    </message>
    <message>
        <source>The board on {port} does not answer.</source>
        <translation>{port} 上的電路板沒有回應。</translation>
    </message>
    <message>
        <source>Check cable and board.</source>
        <translation>請檢查線路與電路板。</translation>
    </message>
    <message>
        <source>The relay {relay} did not open.</source>
        <translation>繼電器 {relay} 沒有開門。</translation>
    </message>
    <message>
        <source>The relay {relay} did not lock.</source>
        <translation>繼電器 {relay} 沒有上鎖。</translation>
    </message>
    <message>
        <source>The relay {relay} does not answer: {error}</source>
        <translation>繼電器 {relay} 沒有回應：{error}</translation>
    </message>
    <message>
        <source>Load the firmware of this version of gatekeeper onto the board.</source>
        <translation>請將此版本 gatekeeper 的韌體載入電路板。</translation>
    </message>
    <message>
        <source>door.relay is {value!r}.</source>
        <translation>door.relay 是 {value!r}。</translation>
    </message>
    <message>
        <source>Its options are {options}.</source>
        <translation>可用的選項：{options}。</translation>
    </message>
    <message>
        <source>It has no options.</source>
        <translation>這裡沒有選項。</translation>
    </message>
    <message>
        <source>alarm must be another channel than the door&apos;s.</source>
        <translation>alarm 必須使用與門不同的通道。</translation>
    </message>
    <message>
        <source>{option} takes no value here.</source>
        <translation>{option} 在此不帶值。</translation>
    </message>
    <message>
        <source>{option} must be one of {numbers}.</source>
        <translation>{option} 必須是下列之一：{numbers}。</translation>
    </message>
    <message>
        <source>{option} must be 1 to {most}.</source>
        <translation>{option} 必須介於 1 到 {most}。</translation>
    </message>
    <message>
        <source>The door&apos;s serial port {port} cannot be opened: {error}</source>
        <translation>無法開啟門的序列埠 {port}：{error}</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not answer: {error}</source>
        <translation>門的序列埠沒有回應：{error}</translation>
    </message>
    <message>
        <source>--admit and --everybody exclude each other.</source>
        <translation>--admit 與 --everybody 不能同時使用。</translation>
    </message>
    <message>
        <source>--admit {text!r} can mean several groups and schedules.</source>
        <translation>--admit {text!r} 可能指多個群組與時段表。</translation>
    </message>
    <message numerus="yes">
        <source>--device {device}: {n} graphics card(s) of NVIDIA with a driver found.</source>
        <translation>
            <numerusform>--device {device}：找到 {n} 張已安裝驅動程式的 NVIDIA 顯示卡。</numerusform>
        </translation>
    </message>
    <message>
        <source>--rotate is {rotate}.</source>
        <translation>--rotate 為 {rotate}。</translation>
    </message>
    <message>
        <source>--until {until!r} is before --since {since!r}.</source>
        <translation>--until {until!r} 早於 --since {since!r}。</translation>
    </message>
    <message>
        <source>1 in {count:,}</source>
        <translation>{count:,} 分之 1</translation>
    </message>
    <message>
        <source>A crowd of vectors of length {mine} cannot be joined with one of {theirs}.</source>
        <translation>長度 {mine} 的向量群無法與長度 {theirs} 的合併。</translation>
    </message>
    <message>
        <source>A face of shape {shape} and type {dtype} cannot be kept.</source>
        <translation>無法保存形狀為 {shape}、型別為 {dtype} 的臉。</translation>
    </message>
    <message>
        <source>A frame is uint8 (H, W, 3), not {kind} {shape}.</source>
        <translation>影像幀須為形狀 (H, W, 3) 的 uint8，而非 {kind} {shape}。</translation>
    </message>
    <message>
        <source>A newer gatekeeper, or another program, wrote it: use that one, or restore a backup.</source>
        <translation>這是由較新的 gatekeeper 或其他程式寫入的：請使用該程式，或還原備份。</translation>
    </message>
    <message>
        <source>A picture of the list is not usable: {why}</source>
        <translation>清單中有一張影像無法使用：{why}</translation>
    </message>
    <message>
        <source>A template of model {model} for photo {photo} is no unit vector (shape {shape}, length {length:.4g}).</source>
        <translation>模型 {model} 為照片 {photo} 產生的樣板不是單位向量（形狀 {shape}，長度 {length:.4g}）。</translation>
    </message>
    <message>
        <source>A value does not fit the database {path}: {cause}</source>
        <translation>有一個值不符合資料庫 {path}：{cause}</translation>
    </message>
    <message>
        <source>A vector of length {worst:.3g} is not a unit vector.</source>
        <translation>長度 {worst:.3g} 的向量不是單位向量。</translation>
    </message>
    <message>
        <source>Add rows of the missing kind.</source>
        <translation>請加入缺少種類的資料列。</translation>
    </message>
    <message>
        <source>Add the photos to {other}, or repeat with --allow-duplicate if they are two people.</source>
        <translation>請將照片加入 {other}；若是兩個人，請個別登錄。</translation>
    </message>
    <message>
        <source>Align the faces first.</source>
        <translation>請先對齊臉部。</translation>
    </message>
    <message>
        <source>Among {size} people</source>
        <translation>{size} 人之中</translation>
    </message>
    <message>
        <source>An Excel sheet has room for {most:,} rows.</source>
        <translation>Excel 工作表最多可容納 {most:,} 列。</translation>
    </message>
    <message>
        <source>An embedder takes uint8 crops of shape (N, {crop_px}, {crop_px}, 3), not {dtype} {shape}.</source>
        <translation>需要形狀為 (N, {crop_px}, {crop_px}, 3) 的 uint8 裁切影像，而非 {dtype} {shape}。</translation>
    </message>
    <message>
        <source>Another program has {path} open.</source>
        <translation>其他程式正在使用 {path}。</translation>
    </message>
    <message>
        <source>Both must come from the same model.</source>
        <translation>兩者必須來自同一個模型。</translation>
    </message>
    <message>
        <source>Cameras here: {known}.</source>
        <translation>此處的攝影機：{known}。</translation>
    </message>
    <message>
        <source>Change it on its own first, or give the new one another name.</source>
        <translation>請先單獨修改它，或為新的取另一個名稱。</translation>
    </message>
    <message>
        <source>Check its permissions, and start again.</source>
        <translation>請檢查其存取權限，然後重新啟動。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>請檢查讀取權限。</translation>
    </message>
    <message>
        <source>Check path and permissions.</source>
        <translation>請檢查路徑與存取權限。</translation>
    </message>
    <message>
        <source>Check that the folder exists and may be written to.</source>
        <translation>請確認資料夾存在且可以寫入。</translation>
    </message>
    <message>
        <source>Check the disk and its free space.</source>
        <translation>請檢查磁碟及其可用空間。</translation>
    </message>
    <message>
        <source>Check the disks.</source>
        <translation>請檢查磁碟。</translation>
    </message>
    <message>
        <source>Check the folder and its permissions.</source>
        <translation>請檢查資料夾及其存取權限。</translation>
    </message>
    <message>
        <source>Check the home folder (--home).</source>
        <translation>請檢查主資料夾（--home）。</translation>
    </message>
    <message>
        <source>Check who may read it, or move it away.</source>
        <translation>請檢查誰可以讀取，或將它移走。</translation>
    </message>
    <message>
        <source>Choose 1e-2, 1e-3 or 1e-4, or calibrate the model.</source>
        <translation>請選擇 1e-2、1e-3 或 1e-4，或校準模型。</translation>
    </message>
    <message>
        <source>Choose a newer event.</source>
        <translation>請選擇較新的事件。</translation>
    </message>
    <message>
        <source>Choose another name, or move the old one away.</source>
        <translation>請選擇其他名稱，或將舊的移走。</translation>
    </message>
    <message>
        <source>Choose one of {words}.</source>
        <translation>請從下列選擇：{words}。</translation>
    </message>
    <message>
        <source>Choose {least} to {most} digits.</source>
        <translation>請選擇 {least} 至 {most} 位數字。</translation>
    </message>
    <message>
        <source>Choose {least} to {most}.</source>
        <translation>請選擇 {least} 至 {most}。</translation>
    </message>
    <message>
        <source>Close other programs that write to it.</source>
        <translation>請關閉其他正在寫入的程式。</translation>
    </message>
    <message>
        <source>Code: MIT. Trained on VGGFace2, whose terms are for research: ask before commercial use.</source>
        <translation>程式碼：MIT。以 VGGFace2 訓練，其條款限研究用途：商業使用前請先詢問。</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>連線被拒絕</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>連線被對方重設</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>連線逾時</translation>
    </message>
    <message>
        <source>Correct the file, or move it away.</source>
        <translation>請修正檔案，或將它移走。</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>請修正檔案。</translation>
    </message>
    <message>
        <source>Correct the line: are its quotes closed?</source>
        <translation>請修正該行：引號是否成對？</translation>
    </message>
    <message>
        <source>Correct them in its address. {how}</source>
        <translation>請在其位址中修正。{how}</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>裝置或資源忙碌中</translation>
    </message>
    <message>
        <source>Did you mean {names: / }?</source>
        <translation>您是指 {names: / } 嗎？</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>資料夾不是空的</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超過磁碟配額</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>請重新下載。</translation>
    </message>
    <message>
        <source>Download it from {address}.</source>
        <translation>請從 {address} 下載。</translation>
    </message>
    <message>
        <source>Embed the photo again.</source>
        <translation>請重新為照片計算特徵。</translation>
    </message>
    <message>
        <source>End it first: the window, `gatekeeper run`, a service.</source>
        <translation>請先結束它：視窗、`gatekeeper run` 或服務。</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Entry {number} of the log in {database} was not sealed by this program.</source>
        <translation>{database} 中紀錄的第 {number} 筆並非由本程式封印。</translation>
    </message>
    <message>
        <source>Event {event} names nobody.</source>
        <translation>事件 {event} 沒有對應的人員。</translation>
    </message>
    <message>
        <source>Nothing is exported as {file!r}.</source>
        <translation>無法匯出為 {file!r}。</translation>
    </message>
    <message>
        <source>Swap them.</source>
        <translation>請將兩者對調。</translation>
    </message>
    <message>
        <source>Export it again, or activate another: `gatekeeper models list`.</source>
        <translation>請重新匯出，或啟用另一個：`gatekeeper models list`。</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>請重新匯出。</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>請重新匯出模型。</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>檔案已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>檔名過長</translation>
    </message>
    <message>
        <source>For a service, run once in the session of the user who made it: gatekeeper --home {home} key export {file}. {bring} Nothing was changed.</source>
        <translation>若作為服務執行，請在建立它的使用者工作階段中執行一次：gatekeeper --home {home} key export {file}。{bring} 未變更任何內容。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>請釋放一些空間。</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>週五</translation>
    </message>
    <message>
        <source>Give it one, for example UTC.</source>
        <translation>請指定一個，例如 UTC。</translation>
    </message>
    <message>
        <source>Give the group or the schedule another name.</source>
        <translation>請為群組或時段表取另一個名稱。</translation>
    </message>
    <message>
        <source>Give the new one another name.</source>
        <translation>請為新的取另一個名稱。</translation>
    </message>
    <message>
        <source>If a newer gatekeeper has written this database, use that one.</source>
        <translation>若此資料庫由較新的 gatekeeper 寫入，請使用該版本。</translation>
    </message>
    <message>
        <source>If the database opens without it, delete it and rotate the key again.</source>
        <translation>若沒有它也能開啟資料庫，請將它刪除並再次更換金鑰。</translation>
    </message>
    <message>
        <source>In the database {path}, row {row} of table {table} refers to a {other} row that is gone.</source>
        <translation>資料庫 {path} 中，資料表 {table} 的第 {row} 列指向 {other} 中已不存在的列。</translation>
    </message>
    <message>
        <source>InceptionResNetV1 trained on VGGFace2 (facenet-pytorch)</source>
        <translation>以 VGGFace2 訓練的 InceptionResNetV1（facenet-pytorch）</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>輸入／輸出錯誤</translation>
    </message>
    <message>
        <source>Install a newer sqlcipher3: one with SQLite 3.51.3 or later.</source>
        <translation>請安裝較新的 sqlcipher3，其 SQLite 版本須為 3.51.3 以上。</translation>
    </message>
    <message>
        <source>Install gatekeeper again.</source>
        <translation>請重新安裝 gatekeeper。</translation>
    </message>
    <message>
        <source>Install gatekeeper[depth].</source>
        <translation>請安裝 gatekeeper[depth]。</translation>
    </message>
    <message>
        <source>Install it: pip install gatekeeper[trainer]</source>
        <translation>請安裝：pip install gatekeeper[trainer]</translation>
    </message>
    <message>
        <source>Install the driver, or use --device cpu.</source>
        <translation>請安裝驅動程式，或使用 --device cpu。</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>請重新安裝模型。</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>這是資料夾</translation>
    </message>
    <message>
        <source>Is it plugged into a USB 3 port, and free?</source>
        <translation>是否已接上 USB 3 連接埠且未被占用？</translation>
    </message>
    <message>
        <source>It cannot be read: {why}.</source>
        <translation>無法讀取：{why}。</translation>
    </message>
    <message>
        <source>It is not clear which door the PIN is for: {doors}.</source>
        <translation>不清楚此 PIN 是給哪一扇門的：{doors}。</translation>
    </message>
    <message>
        <source>It must be &quot;simulated&quot;, &quot;board:PORT&quot; as &quot;board:/dev/ttyACM0&quot;, &quot;serial:PORT&quot;, &quot;lcus:PORT&quot;, &quot;shelly:HOST&quot;, &quot;tasmota:HOST&quot;, &quot;modbus-tcp:HOST&quot; or &quot;modbus-rtu:PORT&quot;.</source>
        <translation>必須是 &quot;simulated&quot;、&quot;board:PORT&quot;（例如 &quot;board:/dev/ttyACM0&quot;）、&quot;serial:PORT&quot;、&quot;lcus:PORT&quot;、&quot;shelly:HOST&quot;、&quot;tasmota:HOST&quot;、&quot;modbus-tcp:HOST&quot; 或 &quot;modbus-rtu:PORT&quot;。</translation>
    </message>
    <message>
        <source>It must be 0, 90, 180 or 270.</source>
        <translation>必須是 0、90、180 或 270。</translation>
    </message>
    <message>
        <source>It must be RGB uint8 (H, W, 3).</source>
        <translation>必須是形狀為 (H, W, 3) 的 RGB uint8。</translation>
    </message>
    <message>
        <source>It must be a SHA-256 in hexadecimal.</source>
        <translation>必須是十六進位的 SHA-256。</translation>
    </message>
    <message>
        <source>It must be a number of {unit} from {least:g} to {most:g}.</source>
        <translation>必須是 {least:g} 到 {most:g} 之間的數字（{unit}）。</translation>
    </message>
    <message>
        <source>It must be a text.</source>
        <translation>必須是文字。</translation>
    </message>
    <message>
        <source>It must be a whole number of 1 to {most}.</source>
        <translation>必須是 1 到 {most} 的整數。</translation>
    </message>
    <message>
        <source>It must be above 0 and below {most:g}: do not trust it.</source>
        <translation>必須大於 0 且小於 {most:g}：請勿信任它。</translation>
    </message>
    <message>
        <source>It must be one of {known}.</source>
        <translation>必須是下列之一：{known}。</translation>
    </message>
    <message>
        <source>It must be {wanted}, as {example}.</source>
        <translation>必須是{wanted}，例如 {example}。</translation>
    </message>
    <message>
        <source>It must be {wanted}.</source>
        <translation>必須是 {wanted}。</translation>
    </message>
    <message>
        <source>It says under what name the keyring has the key. Restore it, or run: gatekeeper --home {home} key import FILE</source>
        <translation>其中記載鑰匙圈以何名稱保存金鑰。請將它還原，或執行：gatekeeper --home {home} key import FILE</translation>
    </message>
    <message>
        <source>Its driver failed: {error}</source>
        <translation>其驅動程式發生錯誤：{error}</translation>
    </message>
    <message>
        <source>Its first line names the columns: {needed}.</source>
        <translation>第一行須列出欄位：{needed}。</translation>
    </message>
    <message>
        <source>Keep 1 or more.</source>
        <translation>請至少保留 1 份。</translation>
    </message>
    <message>
        <source>Keep the home folder on a local disk.</source>
        <translation>請將主資料夾放在本機磁碟上。</translation>
    </message>
    <message>
        <source>Known here: {known}.</source>
        <translation>此處可用：{known}。</translation>
    </message>
    <message>
        <source>Liveness could not be checked ({trouble}). Please ask at the door desk.</source>
        <translation>無法進行活體偵測（{trouble}）。請洽櫃台。</translation>
    </message>
    <message>
        <source>Liveness could not be checked in time. {remedy}</source>
        <translation>未能及時完成活體偵測。{remedy}</translation>
    </message>
    <message>
        <source>Make room, or check who owns it.</source>
        <translation>請清出空間，或檢查其擁有者。</translation>
    </message>
    <message>
        <source>Measure it again.</source>
        <translation>請重新測量。</translation>
    </message>
    <message>
        <source>Measured on: {pictures}.</source>
        <translation>測量依據：{pictures}。</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>週一</translation>
    </message>
    <message>
        <source>Move it away, and import again.</source>
        <translation>請將它移走，然後再匯入一次。</translation>
    </message>
    <message>
        <source>Give --events-days, --faces-days, or both.</source>
        <translation>請指定 --events-days、--faces-days 或兩者。</translation>
    </message>
    <message>
        <source>Give --pairs and --images, or --gallery, or --door.</source>
        <translation>請指定 --pairs 與 --images，或 --gallery，或 --door。</translation>
    </message>
    <message>
        <source>Choose a file in an existing folder.</source>
        <translation>請指定位於現有資料夾中的檔案。</translation>
    </message>
    <message>
        <source>Give a person&apos;s name and photos, or a folder with --from.</source>
        <translation>請指定人員及其照片，或以 --from 指定資料夾。</translation>
    </message>
    <message>
        <source>Name another one with --home.</source>
        <translation>請以 --home 指定另一個。</translation>
    </message>
    <message>
        <source>Add one in config.toml, or give one with --camera.</source>
        <translation>請在 config.toml 中或以 --camera 指定一台。</translation>
    </message>
    <message>
        <source>Give one of them.</source>
        <translation>請指定其中一個。</translation>
    </message>
    <message>
        <source>Name one of {doors}.</source>
        <translation>請指定下列之一：{doors}。</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>找不到主機名稱</translation>
    </message>
    <message>
        <source>Give matching visits with --visits.</source>
        <translation>請以 --visits 指定對應的來訪。</translation>
    </message>
    <message>
        <source>Needed: NAME/bare, NAME/masked.</source>
        <translation>需要：NAME/bare、NAME/masked。</translation>
    </message>
    <message>
        <source>Needed: path,pair_path,same.</source>
        <translation>需要：path,pair_path,same。</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>網路無法連線</translation>
    </message>
    <message>
        <source>No RealSense can be opened: {error}</source>
        <translation>無法開啟任何 RealSense：{error}</translation>
    </message>
    <message>
        <source>No camera watches the door {door!r}.</source>
        <translation>沒有攝影機監看門 {door!r}。</translation>
    </message>
    <message>
        <source>No photo was added to {person}.</source>
        <translation>沒有為 {person} 加入任何照片。</translation>
    </message>
    <message numerus="yes">
        <source>No picture for {n} second(s)</source>
        <translation>
            <numerusform>已有 {n} 秒沒有影像</numerusform>
        </translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>無法連到主機</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁碟空間不足</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>沒有此裝置</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>沒有此裝置或位址</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>找不到檔案或資料夾</translation>
    </message>
    <message>
        <source>No window can be opened here: {why}.</source>
        <translation>此處無法開啟視窗：{why}。</translation>
    </message>
    <message>
        <source>Nobody is called {who!r}, and number {who} is {name}.</source>
        <translation>沒有人名叫 {who!r}，而編號 {who} 是 {name}。</translation>
    </message>
    <message>
        <source>Nobody is signed in, and nobody may {right}.</source>
        <translation>沒有人登入，無法執行：{right}。</translation>
    </message>
    <message>
        <source>The demo&apos;s visitors do not belong to other people.</source>
        <translation>示範的訪客不屬於其他人員。</translation>
    </message>
    <message>
        <source>None of the photos of {name} was accepted.</source>
        <translation>{name} 的照片都未被採用。</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是資料夾</translation>
    </message>
    <message>
        <source>Not measured on real people. Thresholds were measured on the fictional people of the demo: calibrate on your own before relying on them.</source>
        <translation>未以真人測量。門檻是以示範的虛構人物測得：請先以您自己的人員校準，再行採用。</translation>
    </message>
    <message>
        <source>Not trained for masks.</source>
        <translation>未針對口罩訓練。</translation>
    </message>
    <message>
        <source>Not trained for masks. Thresholds were measured on the fictional people of the demo: calibrate on your own before relying on them.</source>
        <translation>未針對口罩訓練。門檻以示範的虛構人物測量：依賴前請以您的人員校準。</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>沒有要刪除的內容。</translation>
    </message>
    <message>
        <source>Nothing that speaks Firmata answered on {port} within {seconds:g} s.</source>
        <translation>{port} 在 {seconds:g} 秒內沒有 Firmata 裝置回應。</translation>
    </message>
    <message>
        <source>--device {device}: {why}</source>
        <translation>--device {device}：{why}</translation>
    </message>
    <message>
        <source>--encoding goes with --from.</source>
        <translation>--encoding 須與 --from 一起使用。</translation>
    </message>
    <message>
        <source>--home names no folder.</source>
        <translation>--home 沒有指定資料夾。</translation>
    </message>
    <message>
        <source>--reset and --dry-run exclude each other.</source>
        <translation>--reset 與 --dry-run 不能同時使用。</translation>
    </message>
    <message>
        <source>--without-pin is --which no-pin, and --which is {which!r}.</source>
        <translation>--without-pin 等於 --which no-pin，但 --which 是 {which!r}。</translation>
    </message>
    <message>
        <source>--{option} goes with --export.</source>
        <translation>--{option} 須與 --export 一起使用。</translation>
    </message>
    <message>
        <source>Add --export FILE, or omit it.</source>
        <translation>請加上 --export FILE，或省略此選項。</translation>
    </message>
    <message>
        <source>Add --from FOLDER, or omit it.</source>
        <translation>請加上 --from 資料夾，或省略此選項。</translation>
    </message>
    <message>
        <source>Add it: gatekeeper groups add {name}. See which there are: gatekeeper groups list.</source>
        <translation>請新增：gatekeeper groups add {name}。查看現有的群組：gatekeeper groups list。</translation>
    </message>
    <message>
        <source>Add pairs of other people.</source>
        <translation>請加入其他人的配對。</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>位址已被使用</translation>
    </message>
    <message>
        <source>Apache License 2.0, as the weights it began with (SFace of OpenCV Zoo; Zhong et al., 2021); changed by training. It was trained further on pictures of research sets (UTKFace, CelebA and web pictures of masks) whose terms exclude commercial use of the pictures; whether that reaches weights is not settled everywhere: ask before you sell it.</source>
        <translation>Apache License 2.0，與其起始權重相同（OpenCV Zoo 的 SFace；Zhong et al., 2021）；經訓練後已有變更。後續訓練使用的是研究用圖片集（UTKFace、CelebA 及網路上的口罩圖片），其條款禁止將圖片用於商業用途；這是否及於權重，各地尚無定論：出售前請先詢問。</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>對方已中斷連線</translation>
    </message>
    <message>
        <source>Cannot assign requested address</source>
        <translation>本機沒有此位址</translation>
    </message>
    <message>
        <source>Check its disk and permissions.</source>
        <translation>請檢查其磁碟與權限。</translation>
    </message>
    <message>
        <source>Check its disk: is it full?</source>
        <translation>請檢查其磁碟：是否已滿？</translation>
    </message>
    <message>
        <source>Check its settings in config.toml, and the network.</source>
        <translation>請檢查 config.toml 中的設定以及網路。</translation>
    </message>
    <message>
        <source>Check the free space of its disk, and the user&apos;s rights there.</source>
        <translation>請檢查其磁碟的可用空間，以及該使用者在伺服器上的權限。</translation>
    </message>
    <message>
        <source>Check the host&apos;s name and this machine&apos;s network.</source>
        <translation>請檢查主機名稱與本機的網路。</translation>
    </message>
    <message>
        <source>Check the permissions of {files:, }.</source>
        <translation>請檢查 {files:, } 的權限。</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>請選擇檔案。</translation>
    </message>
    <message>
        <source>Choose a month from 0001-02 to 9999-11.</source>
        <translation>請選擇 0001-02 至 9999-11 之間的月份。</translation>
    </message>
    <message>
        <source>Choose another camera, or end that program.</source>
        <translation>請選擇另一台攝影機，或結束該程式。</translation>
    </message>
    <message>
        <source>Choose another relay, or end that program.</source>
        <translation>請選擇另一個繼電器，或結束該程式。</translation>
    </message>
    <message>
        <source>Choose another service.socket in config.toml.</source>
        <translation>請在 config.toml 中選擇其他 service.socket。</translation>
    </message>
    <message>
        <source>Connect the disk that it is on, or name another folder with --home.</source>
        <translation>請連接該資料夾所在的磁碟，或以 --home 指定另一個資料夾。</translation>
    </message>
    <message>
        <source>Correct the host&apos;s name.</source>
        <translation>請更正主機名稱。</translation>
    </message>
    <message>
        <source>Delete those that are too old, and check the permissions there: otherwise the disk will be full one day.</source>
        <translation>請刪除過舊的備份，並檢查該處的權限：否則磁碟總有一天會滿。</translation>
    </message>
    <message>
        <source>Discard yours and change that one, or add yours under another name.</source>
        <translation>請捨棄您的項目並修改對方新增的項目，或以其他名稱新增您的項目。</translation>
    </message>
    <message>
        <source>Enter a text.</source>
        <translation>請輸入文字。</translation>
    </message>
    <message>
        <source>Fetch it from the server with `sftp` first, and give the file that is here then.</source>
        <translation>請先用 `sftp` 從伺服器取回，再指定取回後在本機的檔案。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Give it another id in its card.json, or delete it.</source>
        <translation>請在其 card.json 中改用另一個 id，或將它刪除。</translation>
    </message>
    <message>
        <source>Give it to that user: {command}</source>
        <translation>請將其交給該使用者：{command}</translation>
    </message>
    <message>
        <source>Give other pictures.</source>
        <translation>請提供其他圖片。</translation>
    </message>
    <message>
        <source>Give the address of the video itself, not of a page or a playlist (.m3u8).</source>
        <translation>請輸入影片本身的位址，而不是網頁或播放清單（.m3u8）的位址。</translation>
    </message>
    <message>
        <source>Give the folder that contains only the pictures.</source>
        <translation>請指定只放圖片的資料夾。</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>主機未運作</translation>
    </message>
    <message>
        <source>If it is lost: move {file} away, and bring the key as it was exported: gatekeeper --home {home} key import FILE</source>
        <translation>若已遺失：請移走 {file}，再帶入先前匯出的金鑰：gatekeeper --home {home} key import FILE</translation>
    </message>
    <message>
        <source>If that key is lost: end every program that uses this home, move {file} away, and restore again.</source>
        <translation>若該金鑰已遺失：請結束所有使用此資料夾的程式，移走 {file}，然後再次還原。</translation>
    </message>
    <message>
        <source>If the passphrase is lost: move {file} away, restore again with --key, and give the key another one: gatekeeper key passphrase</source>
        <translation>若密語已遺失：請移走 {file}，以 --key 再次還原，然後為金鑰設定新的密語：gatekeeper key passphrase</translation>
    </message>
    <message>
        <source>Is it switched on, and reachable from here? Check address and network.</source>
        <translation>它是否已開機，且可由此連線？請檢查位址與網路。</translation>
    </message>
    <message>
        <source>Is its SSH server running, and the port right?</source>
        <translation>該處的 SSH 伺服器是否正在執行？連接埠是否正確？</translation>
    </message>
    <message>
        <source>Is the port right? See the log of its SSH server.</source>
        <translation>連接埠是否正確？請查看該 SSH 伺服器的記錄。</translation>
    </message>
    <message>
        <source>It belongs to somebody else. Make it yours, then repeat this: sudo chown $USER {quoted}</source>
        <translation>此檔案屬於其他使用者。請先改為您所有，再重試：sudo chown $USER {quoted}</translation>
    </message>
    <message>
        <source>It cannot be read as a picture.</source>
        <translation>無法讀取為圖片。</translation>
    </message>
    <message>
        <source>It is in no folder bare/, masked/ or wrong/.</source>
        <translation>它不在 bare/、masked/ 或 wrong/ 資料夾中。</translation>
    </message>
    <message>
        <source>It may have been cut off: copy it again, or convert it to MP4 or AVI.</source>
        <translation>檔案可能不完整：請重新複製，或轉換為 MP4 或 AVI。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未列入</translation>
    </message>
    <message numerus="yes">
        <source>Looking for their face in the log: {done} of {n} face(s).</source>
        <translation>
            <numerusform>正在紀錄中尋找此人的臉：{done} / {n} 張臉。</numerusform>
        </translation>
    </message>
    <message>
        <source>Make room there, or name another folder for temporary files in the environment variable TMPDIR.</source>
        <translation>請在該處騰出空間，或在環境變數 TMPDIR 中指定另一個暫存資料夾。</translation>
    </message>
    <message>
        <source>Measure them again with `trainer card`, or install the model again and activate it.</source>
        <translation>請用 `trainer card` 重新測量，或重新安裝並啟用此模型。</translation>
    </message>
    <message>
        <source>Move that file away, or name another folder with --home.</source>
        <translation>請移走該檔案，或以 --home 指定其他資料夾。</translation>
    </message>
    <message>
        <source>Name a file or folder.</source>
        <translation>請指定檔案或資料夾。</translation>
    </message>
    <message>
        <source>Name another: see `gatekeeper models list`.</source>
        <translation>請指定其他模型：見 `gatekeeper models list`。</translation>
    </message>
    <message>
        <source>Name one, or leave --home out.</source>
        <translation>請指定一個資料夾，或省略 --home。</translation>
    </message>
    <message>
        <source>Name the door in config.toml first, under [[door]].</source>
        <translation>請先在 config.toml 的 [[door]] 下指定這扇門。</translation>
    </message>
    <message>
        <source>No address associated with hostname</source>
        <translation>此主機名稱沒有對應的位址</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>找不到臉孔。</translation>
    </message>
    <message>
        <source>No key opens it.</source>
        <translation>沒有可開啟它的金鑰。</translation>
    </message>
    <message>
        <source>No message was put aside with the ID {number}.</source>
        <translation>沒有 ID 為 {number} 的擱置訊息。</translation>
    </message>
    <message>
        <source>Nobody is registered yet: register the person first.</source>
        <translation>尚未登錄任何人：請先登錄此人。</translation>
    </message>
    <message>
        <source>Nobody of this name has a bare picture with a face.</source>
        <translation>此姓名沒有可辨識臉孔的未戴口罩照片。</translation>
    </message>
    <message>
        <source>None of the pictures in {folder} can be read.</source>
        <translation>無法讀取 {folder} 中的任何圖片。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未作任何變更。</translation>
    </message>
    <message>
        <source>Nothing was changed. Restore a backup (gatekeeper restore --replace), or look at what there is and go on with it, which stays on record: gatekeeper log resume.</source>
        <translation>未變更任何內容。請還原備份（gatekeeper restore --replace），或檢視現有內容並以此繼續（會留下紀錄）：gatekeeper log resume。</translation>
    </message>
    <message>
        <source>Nothing was replaced: without its key, nobody knows whether a program has {home} open. {why}</source>
        <translation>未取代任何內容：沒有其金鑰，無法得知是否有程式開啟著 {home}。{why}</translation>
    </message>
    <message>
        <source>Nothing was restored: the key of {home} is locked with a passphrase, without which it cannot stay so. {why}</source>
        <translation>未還原任何內容：{home} 的金鑰以密語鎖定，沒有密語便無法繼續保持鎖定。{why}</translation>
    </message>
    <message>
        <source>Opened by hand by {who}: {why}</source>
        <translation>由 {who} 手動開門：{why}</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允許此操作</translation>
    </message>
    <message>
        <source>Or bring the key from a backup: gatekeeper --home {home} key import FILE.</source>
        <translation>或從備份帶入金鑰：gatekeeper --home {home} key import FILE。</translation>
    </message>
    <message>
        <source>Outside your hours: {hours}.</source>
        <translation>不在您的通行時段：{hours}。</translation>
    </message>
    <message>
        <source>People are called by numbers here: write id={number} for {name}.</source>
        <translation>此處有人以數字為名：若指 {name}，請寫 id={number}。</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>存取遭拒</translation>
    </message>
    <message>
        <source>Please step apart, so that each face can be seen.</source>
        <translation>請彼此分開站立，讓每張臉都能被看見。</translation>
    </message>
    <message numerus="yes">
        <source>Please wait {n} second(s) and try again.</source>
        <translation>
            <numerusform>請等候 {n} 秒後再試一次。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Please wait {n} second(s).</source>
        <translation>
            <numerusform>請等候 {n} 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>Put a cell in quotes where it holds {delimiter!r}.</source>
        <translation>若儲存格含有 {delimiter!r}，請加上引號。</translation>
    </message>
    <message>
        <source>Put back the key this database was made with. Nothing was changed.</source>
        <translation>請放回建立此資料庫時所用的金鑰。未變更任何內容。</translation>
    </message>
    <message>
        <source>Put frames of living people into live/NN/, of pictures into print/NN/.</source>
        <translation>請將真人影像放入 live/NN/，將翻拍影像放入 print/NN/。</translation>
    </message>
    <message>
        <source>Put frames of pictures into print/NN/.</source>
        <translation>請將翻拍影像放入 print/NN/。</translation>
    </message>
    <message>
        <source>Put it back. For every default, leave a comment in it.</source>
        <translation>請把檔案放回去。若要全部採用預設值，請在其中留一行註解。</translation>
    </message>
    <message>
        <source>Put {file} back, or start as the user in whose keyring the key lies. {bring} Nothing was changed.</source>
        <translation>請放回 {file}，或以鑰匙圈中存有該金鑰的使用者身分啟動。{bring} 未變更任何內容。</translation>
    </message>
    <message>
        <source>Re-embed the people for the active model.</source>
        <translation>請為使用中的模型重新計算人員的特徵。</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>檔案系統為唯讀</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Recognition ended after {pictures} pictures: {why}</source>
        <translation>辨識在 {pictures} 張影像後結束：{why}</translation>
    </message>
    <message>
        <source>Recognition has not begun.</source>
        <translation>辨識尚未開始。</translation>
    </message>
    <message>
        <source>Record a consent that they gave later, with its day and time.</source>
        <translation>請登錄之後所給的同意，並註明日期與時間。</translation>
    </message>
    <message>
        <source>Record it again.</source>
        <translation>請重新錄製。</translation>
    </message>
    <message>
        <source>Register people first, or activate the model so that they are embedded with it.</source>
        <translation>請先登記人員，或啟用該模型以便用它計算特徵。</translation>
    </message>
    <message>
        <source>Reinstall gatekeeper, or run `gatekeeper doctor`.</source>
        <translation>請重新安裝 gatekeeper，或執行 `gatekeeper doctor`。</translation>
    </message>
    <message>
        <source>Remove one of them.</source>
        <translation>請移除其中之一。</translation>
    </message>
    <message>
        <source>Repeat with --role administrator.</source>
        <translation>請加上 --role administrator 重新執行。</translation>
    </message>
    <message>
        <source>Restore a backup.</source>
        <translation>請還原備份。</translation>
    </message>
    <message>
        <source>Restore a backup: gatekeeper --home {home} restore FILE. To begin anew on purpose, delete {file} and {id_file} first. Nothing was changed.</source>
        <translation>請還原備份：gatekeeper --home {home} restore FILE。若要刻意重新開始，請先刪除 {file} 與 {id_file}。未變更任何內容。</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>請從備份還原。</translation>
    </message>
    <message>
        <source>Restore it.</source>
        <translation>請將它還原。</translation>
    </message>
    <message>
        <source>Run it again: gatekeeper key rotate</source>
        <translation>請再執行一次：gatekeeper key rotate</translation>
    </message>
    <message>
        <source>Run: chmod 600 {file}</source>
        <translation>請執行：chmod 600 {file}</translation>
    </message>
    <message>
        <source>SMTP {code}: {whom}</source>
        <translation>SMTP {code}：{whom}</translation>
    </message>
    <message>
        <source>SQLite {version} can damage the database (its WAL bug).</source>
        <translation>SQLite {version} 可能損壞資料庫（其 WAL 缺陷）。</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>週六</translation>
    </message>
    <message>
        <source>Save it as UTF-8 (Excel: &quot;CSV UTF-8&quot;).</source>
        <translation>請另存為 UTF-8（Excel：「CSV UTF-8」）。</translation>
    </message>
    <message>
        <source>Save it as UTF-8.</source>
        <translation>請另存為 UTF-8。</translation>
    </message>
    <message>
        <source>Save it as {table} (Excel: &quot;CSV UTF-8&quot;).</source>
        <translation>請另存為 {table}（Excel：「CSV UTF-8」）。</translation>
    </message>
    <message>
        <source>See `gatekeeper enrol --help`.</source>
        <translation>請見 `gatekeeper enrol --help`。</translation>
    </message>
    <message>
        <source>See `gatekeeper models evaluate --help`.</source>
        <translation>請見 `gatekeeper models evaluate --help`。</translation>
    </message>
    <message>
        <source>See `gatekeeper models list`.</source>
        <translation>請見 `gatekeeper models list`。</translation>
    </message>
    <message>
        <source>See `gatekeeper outlets dead`.</source>
        <translation>見 `gatekeeper outlets dead`。</translation>
    </message>
    <message>
        <source>See `gatekeeper people list`.</source>
        <translation>請見 `gatekeeper people list`。</translation>
    </message>
    <message>
        <source>See `gatekeeper schedules list`.</source>
        <translation>請見 `gatekeeper schedules list`。</translation>
    </message>
    <message>
        <source>See its layout above.</source>
        <translation>其排列方式請見上文。</translation>
    </message>
    <message>
        <source>See the log for what went wrong.</source>
        <translation>發生的問題請見紀錄檔。</translation>
    </message>
    <message>
        <source>See the log of its SSH server.</source>
        <translation>請查看該 SSH 伺服器的記錄。</translation>
    </message>
    <message>
        <source>Seen as: {state}</source>
        <translation>判為：{state}</translation>
    </message>
    <message>
        <source>Set another one at the desk: gatekeeper people pin NAME.</source>
        <translation>請在服務台另設一組：gatekeeper people pin NAME。</translation>
    </message>
    <message>
        <source>Set its rule again: gatekeeper doors set.</source>
        <translation>請重新設定其規則：gatekeeper doors set。</translation>
    </message>
    <message>
        <source>Set one: gatekeeper people pin NAME.</source>
        <translation>請設定一組：gatekeeper people pin NAME。</translation>
    </message>
    <message>
        <source>Somebody else has added {what} meanwhile: {who}.</source>
        <translation>其他人已在此期間新增了{what}：{who}。</translation>
    </message>
    <message>
        <source>Start in a terminal, or name a file that holds it in the environment variable {variable}.</source>
        <translation>請在終端機中啟動，或在環境變數 {variable} 中指定存有密語的檔案。</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs, or give it to your own: {command}</source>
        <translation>請以擁有該檔案的使用者啟動程式，或將其改為您所有：{command}</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs, or name another folder with --home.</source>
        <translation>請以該主資料夾擁有者的身分啟動程式，或以 --home 指定其他資料夾。</translation>
    </message>
    <message>
        <source>Start the program as the user to whom it belongs.</source>
        <translation>請以該檔案擁有者的身分啟動程式。</translation>
    </message>
    <message>
        <source>Stopped. Nobody has been erased.</source>
        <translation>已停止，沒有清除任何人。</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>週日</translation>
    </message>
    <message>
        <source>Take the photo again.</source>
        <translation>請重新拍攝照片。</translation>
    </message>
    <message>
        <source>Taken ({mask}).</source>
        <translation>已拍攝（{mask}）。</translation>
    </message>
    <message>
        <source>Temporary failure in name resolution</source>
        <translation>暫時無法解析主機名稱</translation>
    </message>
    <message>
        <source>The backup was made, but not all older ones could be deleted: {why}</source>
        <translation>備份已完成，但有些較舊的備份無法刪除：{why}</translation>
    </message>
    <message>
        <source>The backup {to} already exists.</source>
        <translation>備份 {to} 已存在。</translation>
    </message>
    <message>
        <source>The camera delivers pictures of {width} by {height}: too large.</source>
        <translation>攝影機傳來 {width} × {height} 的影像：過大。</translation>
    </message>
    <message>
        <source>The camera is closed down.</source>
        <translation>攝影機已關閉。</translation>
    </message>
    <message>
        <source>The camera is held by {holder}, and only one program can read a device.</source>
        <translation>攝影機由{holder}佔用，一個裝置只能由一個程式讀取。</translation>
    </message>
    <message>
        <source>The camera {place!r} cannot be opened.</source>
        <translation>無法開啟攝影機 {place!r}。</translation>
    </message>
    <message>
        <source>The camera {place} is not plugged in.</source>
        <translation>攝影機 {place} 未連接。</translation>
    </message>
    <message>
        <source>The camera {source} cannot be opened.</source>
        <translation>無法開啟攝影機 {source}。</translation>
    </message>
    <message>
        <source>The camera {source} cannot be opened: no video of a kind that is read was found at this address (RTSP, MJPEG, MPEG-TS or FLV).</source>
        <translation>無法開啟攝影機 {source}：在此位址找不到可讀取的影片格式（RTSP、MJPEG、MPEG-TS 或 FLV）。</translation>
    </message>
    <message>
        <source>The card of {model} has mirrored {mirrored!r}.</source>
        <translation>{model} 的模型卡中 mirrored 為 {mirrored!r}。</translation>
    </message>
    <message>
        <source>The card of {model} has the chip_px {px!r}.</source>
        <translation>{model} 的模型卡中 chip_px 為 {px!r}。</translation>
    </message>
    <message>
        <source>The card of {model} has the dim {dim!r}.</source>
        <translation>{model} 的模型卡中 dim 為 {dim!r}。</translation>
    </message>
    <message>
        <source>The checkpoint {file} was changed: its signature does not fit ({kind}).</source>
        <translation>檢查點 {file} 遭到更動：簽章不符（{kind}）。</translation>
    </message>
    <message>
        <source>The cohort {file} cannot be read: {error}</source>
        <translation>無法讀取對照群 {file}：{error}</translation>
    </message>
    <message>
        <source>The columns are: {known}.</source>
        <translation>欄位為：{known}。</translation>
    </message>
    <message>
        <source>The consent is in the future.</source>
        <translation>同意日期在未來。</translation>
    </message>
    <message>
        <source>The database holds {value!r} where a {kind} belongs.</source>
        <translation>資料庫中應為 {kind} 之處卻是 {value!r}。</translation>
    </message>
    <message>
        <source>The database {database} ends with entry {size} of its log, and entry {recorded} had been recorded: its WAL is missing or damaged, or an older copy was put in its place.</source>
        <translation>資料庫 {database} 的紀錄止於第 {size} 筆，但先前已記錄到第 {recorded} 筆：其 WAL 遺失或損壞，或被換成較舊的副本。</translation>
    </message>
    <message>
        <source>The database {database} holds another entry {number} of its log than was recorded.</source>
        <translation>資料庫 {database} 中紀錄的第 {number} 筆與當初記錄的不同。</translation>
    </message>
    <message>
        <source>The database {database} {what}, and its key is there: people, rules and log are gone.</source>
        <translation>資料庫 {database} {what}，但其金鑰仍在：人員、規則與紀錄都已遺失。</translation>
    </message>
    <message>
        <source>The database {path} can only be read.</source>
        <translation>資料庫 {path} 只能讀取。</translation>
    </message>
    <message>
        <source>The database {path} cannot be opened.</source>
        <translation>無法開啟資料庫 {path}。</translation>
    </message>
    <message>
        <source>The database {path} is closed.</source>
        <translation>資料庫 {path} 已關閉。</translation>
    </message>
    <message>
        <source>The database {path} is damaged.</source>
        <translation>資料庫 {path} 已損壞。</translation>
    </message>
    <message>
        <source>The database {path} refuses: {why}.</source>
        <translation>資料庫 {path} 拒絕：{why}。</translation>
    </message>
    <message>
        <source>The database {path} was busy for {seconds:g} seconds.</source>
        <translation>資料庫 {path} 忙碌了 {seconds:g} 秒。</translation>
    </message>
    <message>
        <source>The demo needs an empty home.</source>
        <translation>示範需要空的主資料夾。</translation>
    </message>
    <message>
        <source>The demo needs an empty home: omit --home.</source>
        <translation>示範需要空的主資料夾：請勿指定 --home。</translation>
    </message>
    <message>
        <source>The disk of {home} is full, so this door stays shut.</source>
        <translation>{home} 所在的磁碟已滿，因此此門保持關閉。</translation>
    </message>
    <message>
        <source>The disk of {path} is full: nothing was written.</source>
        <translation>{path} 所在的磁碟已滿：未寫入任何內容。</translation>
    </message>
    <message>
        <source>The door does not lock: {error}</source>
        <translation>門無法上鎖：{error}</translation>
    </message>
    <message>
        <source>The door may be open: its relay has not answered for {seconds:g} s. Look at the door.</source>
        <translation>門可能仍開著：其繼電器已 {seconds:g} 秒沒有回應。請查看這扇門。</translation>
    </message>
    <message>
        <source>The door stands open.</source>
        <translation>門一直開著。</translation>
    </message>
    <message>
        <source>The door stays shut, since its rule cannot be read: {error}</source>
        <translation>無法讀取此門的規則，門保持關閉：{error}</translation>
    </message>
    <message>
        <source>The door stays shut: {why}</source>
        <translation>門保持關閉：{why}</translation>
    </message>
    <message>
        <source>The door that stood open is shut again.</source>
        <translation>先前一直開著的門已關上。</translation>
    </message>
    <message>
        <source>The door that was forced open is shut again.</source>
        <translation>被強行打開的門已重新關上。</translation>
    </message>
    <message>
        <source>The door was forced open.</source>
        <translation>門被強行打開。</translation>
    </message>
    <message>
        <source>The door {door} cannot be taken: {error}</source>
        <translation>無法接管門 {door}：{error}</translation>
    </message>
    <message>
        <source>The door {door} is closed down.</source>
        <translation>門 {door} 已停止運作。</translation>
    </message>
    <message>
        <source>The door {door} is held by {holder}: this program only watches.</source>
        <translation>門 {door} 由{holder}控制：本程式僅供觀看。</translation>
    </message>
    <message>
        <source>The door {door} stays shut: {error}</source>
        <translation>門 {door} 保持關閉：{error}</translation>
    </message>
    <message>
        <source>The door {door} was locked.</source>
        <translation>門 {door} 已上鎖。</translation>
    </message>
    <message>
        <source>The door {name!r} {what} {value!r} seconds.</source>
        <translation>門 {name!r} {what} {value!r} 秒。</translation>
    </message>
    <message>
        <source>The export {path} cannot be written: {why}.</source>
        <translation>無法寫入匯出檔 {path}：{why}。</translation>
    </message>
    <message>
        <source>The face of an event is damaged.</source>
        <translation>事件的臉部影像已損壞。</translation>
    </message>
    <message>
        <source>The file {file} cannot be written: {error}</source>
        <translation>無法寫入檔案 {file}：{error}</translation>
    </message>
    <message>
        <source>The file {file} is damaged, or was not written by this program.</source>
        <translation>檔案 {file} 已損壞，或並非由本程式寫出。</translation>
    </message>
    <message>
        <source>The file {file} is missing: {why}.</source>
        <translation>缺少檔案 {file}：{why}。</translation>
    </message>
    <message>
        <source>The file {name} of the model {model} cannot be read: {error}</source>
        <translation>無法讀取模型 {model} 的檔案 {name}：{error}</translation>
    </message>
    <message>
        <source>The file {name} of the model {model} is not the one its card names (SHA-256 {found}…, expected {expected}…).</source>
        <translation>模型 {model} 的檔案 {name} 與模型卡所載不符（SHA-256 為 {found}…，應為 {expected}…）。</translation>
    </message>
    <message>
        <source>The folder of {path} does not allow a write-ahead log (SQLite answers {mode!r}).</source>
        <translation>{path} 所在的資料夾不支援預寫式日誌（SQLite 回應 {mode!r}）。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read: {error}</source>
        <translation>無法讀取資料夾 {folder}：{error}</translation>
    </message>
    <message>
        <source>The folder {folder} holds no depth recording.</source>
        <translation>資料夾 {folder} 中沒有深度錄影。</translation>
    </message>
    <message>
        <source>The folder {text} holds no picture of a kind that is read ({kinds}).</source>
        <translation>資料夾 {text} 中沒有可讀取格式（{kinds}）的圖片。</translation>
    </message>
    <message>
        <source>The gallery holds vectors of length {dim}, not {shape}.</source>
        <translation>圖庫中的向量長度為 {dim}，而非 {shape}。</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be read: {error}</source>
        <translation>無法讀取主資料夾 {home}：{error}</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {file} is a file.</source>
        <translation>無法使用主資料夾 {home}：{file} 是檔案。</translation>
    </message>
    <message>
        <source>The home folder {home} is a link, and there is no folder {target}, to which it leads.</source>
        <translation>主資料夾 {home} 是一個連結，而它所指向的資料夾 {target} 並不存在。</translation>
    </message>
    <message>
        <source>The housing at the door is open, or a wire is cut.</source>
        <translation>門邊的機殼被打開，或線路被切斷。</translation>
    </message>
    <message>
        <source>The housing at the door is shut again.</source>
        <translation>門邊的機殼已重新關上。</translation>
    </message>
    <message>
        <source>The key does not open the backup {path}, or it is damaged from its beginning.</source>
        <translation>金鑰無法開啟備份 {path}，或備份從開頭就已損壞。</translation>
    </message>
    <message>
        <source>The key does not open {path} (file is not a database).</source>
        <translation>金鑰無法開啟 {path}（檔案不是資料庫）。</translation>
    </message>
    <message>
        <source>The key file {file} cannot be read: {error}</source>
        <translation>無法讀取金鑰檔 {file}：{error}</translation>
    </message>
    <message>
        <source>The key file {file} has mode {mode:o}: others than its owner may use it.</source>
        <translation>金鑰檔 {file} 的權限為 {mode:o}：擁有者以外的人也能使用。</translation>
    </message>
    <message>
        <source>The key in {file} does not open {database}.</source>
        <translation>{file} 中的金鑰無法開啟 {database}。</translation>
    </message>
    <message>
        <source>The key in {file} is locked with a passphrase, and nobody is there to enter it at boot.</source>
        <translation>{file} 中的金鑰以密語鎖定，開機時無人可輸入。</translation>
    </message>
    <message>
        <source>The key in {place} is damaged: it is not {length} hexadecimal digits.</source>
        <translation>{place} 中的金鑰已損壞：不是 {length} 位十六進位數字。</translation>
    </message>
    <message>
        <source>The key in {place} is locked with a passphrase, and none was entered.</source>
        <translation>{place} 中的金鑰以密語鎖定，但未輸入密語。</translation>
    </message>
    <message>
        <source>The key in {place} is locked with a passphrase, and there is no terminal to ask for it.</source>
        <translation>{place} 中的金鑰以密語鎖定，而此處沒有可供詢問的終端機。</translation>
    </message>
    <message>
        <source>The key is not locked with a passphrase.</source>
        <translation>金鑰並未以密語鎖定。</translation>
    </message>
    <message>
        <source>The key of the database has {length} bytes instead of 32.</source>
        <translation>資料庫金鑰為 {length} 位元組，而非 32。</translation>
    </message>
    <message>
        <source>The key of the database {database} is missing.</source>
        <translation>缺少資料庫 {database} 的金鑰。</translation>
    </message>
    <message>
        <source>The key of the database {database} is missing: it was given to a keyring, and none can be reached here.</source>
        <translation>缺少資料庫 {database} 的金鑰：它存放在鑰匙圈中，而此處無法存取任何鑰匙圈。</translation>
    </message>
    <message>
        <source>The model card {path} cannot be read: {error}</source>
        <translation>無法讀取模型卡 {path}：{error}</translation>
    </message>
    <message>
        <source>The model card {path} gives {name!r} the checksum {checksum!r}.</source>
        <translation>模型卡 {path} 為 {name!r} 註明的校驗碼是 {checksum!r}。</translation>
    </message>
    <message>
        <source>The model card {path} has the id {id!r}.</source>
        <translation>模型卡 {path} 的識別碼為 {id!r}。</translation>
    </message>
    <message>
        <source>The model card {path} has the {key} {value!r}.</source>
        <translation>模型卡 {path} 的 {key} 為 {value!r}。</translation>
    </message>
    <message>
        <source>The model card {path} lacks {missing}.</source>
        <translation>模型卡 {path} 缺少 {missing}。</translation>
    </message>
    <message>
        <source>The model file {file} cannot be opened: the copy that is opened cannot be written to {folder}: {error}.</source>
        <translation>無法開啟模型檔 {file}：用於開啟的副本無法寫入 {folder}：{error}。</translation>
    </message>
    <message>
        <source>The model file {file} keeps weights in another file: {name!r}.</source>
        <translation>模型檔 {file} 將權重存放在另一個檔案：{name!r}。</translation>
    </message>
    <message>
        <source>The model file {path} cannot be read: {error}</source>
        <translation>無法讀取模型檔 {path}：{error}</translation>
    </message>
    <message>
        <source>The model file {path} is missing.</source>
        <translation>缺少模型檔 {path}。</translation>
    </message>
    <message>
        <source>The model in {folder} has the id {id}, as the one in {first} has.</source>
        <translation>{folder} 中的模型的 id 是 {id}，與 {first} 中的相同。</translation>
    </message>
    <message>
        <source>The model or its file is damaged.</source>
        <translation>模型或其檔案已損壞。</translation>
    </message>
    <message>
        <source>The model {model} gives no numbers for some photos.</source>
        <translation>模型 {model} 對部分照片算不出數值。</translation>
    </message>
    <message>
        <source>The model {model} has changed since it was calibrated.</source>
        <translation>模型 {model} 在校準之後已變更。</translation>
    </message>
    <message>
        <source>The model {model} has no threshold for {pairing} at FMR {fmr:g}.</source>
        <translation>模型 {model} 沒有 {pairing} 在 FMR {fmr:g} 的門檻。</translation>
    </message>
    <message>
        <source>The model {model} is in use or bundled.</source>
        <translation>模型 {model} 正在使用中或為內建。</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a landmark network.</source>
        <translation>模型 {model} 的種類為 {kind!r}，不是臉部特徵點網路。</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a liveness network.</source>
        <translation>模型 {model} 的種類為 {kind!r}，不是活體偵測網路。</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not a mask-status network.</source>
        <translation>模型 {model} 的種類為 {kind!r}，不是口罩狀態網路。</translation>
    </message>
    <message>
        <source>The model {model} is of kind {kind!r}, not an embedding network.</source>
        <translation>模型 {model} 的種類為 {kind!r}，不是臉部特徵網路。</translation>
    </message>
    <message>
        <source>The model {model} lacks its file {name}.</source>
        <translation>模型 {model} 缺少檔案 {name}。</translation>
    </message>
    <message>
        <source>The network of {model} cannot be used: {trouble}</source>
        <translation>無法使用 {model} 的網路：{trouble}</translation>
    </message>
    <message>
        <source>The network {name} needs timm, which is not installed.</source>
        <translation>網路 {name} 需要 timm，但尚未安裝。</translation>
    </message>
    <message>
        <source>The passphrase of {place} cannot be read from {file}: {error}.</source>
        <translation>無法從 {file} 讀取 {place} 的密語：{error}。</translation>
    </message>
    <message>
        <source>The picture of the camera {camera} does not change.</source>
        <translation>攝影機 {camera} 的影像沒有變化。</translation>
    </message>
    <message>
        <source>The relay {relay} is held by {holder}.</source>
        <translation>繼電器 {relay} 正由 {holder} 使用。</translation>
    </message>
    <message>
        <source>The thresholds of the model {model} are of another comparison of faces than this program&apos;s.</source>
        <translation>模型 {model} 的門檻屬於另一種臉部比對方式，與本程式的不同。</translation>
    </message>
    <message>
        <source>The {what} is missing.</source>
        <translation>缺少{what}。</translation>
    </message>
    <message>
        <source>There already is a holiday {name!r}.</source>
        <translation>已有名為 {name!r} 的假日。</translation>
    </message>
    <message>
        <source>There is no attendance for {month}.</source>
        <translation>{month} 沒有出勤紀錄。</translation>
    </message>
    <message>
        <source>There is no serial port {port}.</source>
        <translation>沒有序列埠 {port}。</translation>
    </message>
    <message>
        <source>There is none yet: add it first.</source>
        <translation>目前還沒有：請先新增。</translation>
    </message>
    <message>
        <source>These figures are of too few people: photos of {print}, phones of {phone}.</source>
        <translation>這些數據的受測人數太少：照片 {print} 人，手機 {phone} 人。</translation>
    </message>
    <message>
        <source>They have no photo: no door recognises them.</source>
        <translation>沒有照片：沒有任何門認得此人。</translation>
    </message>
    <message>
        <source>This face does not move. Please step away and come again.</source>
        <translation>這張臉沒有移動。請退開後再過來。</translation>
    </message>
    <message>
        <source>To choose another end or reason, take them off it first.</source>
        <translation>若要更改期限或原因，請先將其從名單移除。</translation>
    </message>
    <message>
        <source>Try again. {lost}</source>
        <translation>請再試一次。{lost}</translation>
    </message>
    <message>
        <source>UTKFace (12,000 faces, no names) and CelebA (16,270 faces of 5,560 people, 50 of them held out), bare, with simulated masks and with the lower halves of 2,849 really masked faces from the web. The weights it began with come from large public sets of celebrities. LFW was not trained on here, but its people may be in those sets and in CelebA, so figures on LFW may be a little too good</source>
        <translation>UTKFace（12,000 張無姓名的人臉）與 CelebA（5,560 人的 16,270 張人臉，其中 50 人保留不用），包括未戴口罩、模擬口罩，以及網路上 2,849 張真正戴口罩人臉的下半部。起始權重來自大型公開名人圖片集。此處未以 LFW 訓練，但其中的人可能出現在那些圖片集與 CelebA 中，因此 LFW 的數字可能略為偏高</translation>
    </message>
    <message>
        <source>Use --device cpu, or a torch built for this card.</source>
        <translation>請使用 --device cpu，或為此顯示卡建置的 torch。</translation>
    </message>
    <message>
        <source>VGGFace2 (3.3 million pictures of 9,131 people), without masks</source>
        <translation>VGGFace2（9,131 人的 330 萬張照片），無口罩</translation>
    </message>
    <message>
        <source>What the database holds of its log under {name} cannot be read.</source>
        <translation>無法讀取資料庫中名為 {name} 的紀錄資料。</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>哪些</translation>
    </message>
    <message>
        <source>Write a topic without + and #, such as {example}.</source>
        <translation>請使用不含 + 與 # 的主題，例如 {example}。</translation>
    </message>
    <message>
        <source>Write it as 2026-01-31 or 2026-01-31T08:00, or nothing for no limit.</source>
        <translation>請寫成 2026-01-31 或 2026-01-31T08:00；不限期則留空。</translation>
    </message>
    <message>
        <source>Write it as name@example.org; between several recipients stands a comma.</source>
        <translation>請寫成 name@example.org；多位收件人之間以逗號分隔。</translation>
    </message>
    <message>
        <source>Write the name as its folder is named.</source>
        <translation>請依照資料夾的名稱填寫姓名。</translation>
    </message>
    <message>
        <source>alarm {number}</source>
        <translation>警報 {number}</translation>
    </message>
    <message>
        <source>any folder for temporary files</source>
        <translation>任何暫存資料夾</translation>
    </message>
    <message>
        <source>changed settings taken up</source>
        <translation>已採用變更後的設定</translation>
    </message>
    <message>
        <source>corrected by hand</source>
        <translation>手動更正</translation>
    </message>
    <message>
        <source>entry {number} of the watch list</source>
        <translation>觀察名單第 {number} 項</translation>
    </message>
    <message>
        <source>holiday renamed</source>
        <translation>已重新命名假日</translation>
    </message>
    <message>
        <source>it does not answer as an SSH server ({said})</source>
        <translation>該處的回應不像 SSH 伺服器（{said}）</translation>
    </message>
    <message>
        <source>it refuses the user name or the password</source>
        <translation>使用者名稱或密碼遭拒絕</translation>
    </message>
    <message>
        <source>it takes mail only with TLS, or with a user name and a password</source>
        <translation>它只在使用 TLS，或提供使用者名稱與密碼時接受郵件</translation>
    </message>
    <message>
        <source>it takes mail only with a user name and a password</source>
        <translation>它只在提供使用者名稱與密碼時接受郵件</translation>
    </message>
    <message>
        <source>its SFTP server says no more than {said!r}</source>
        <translation>其 SFTP 伺服器只回應 {said!r}</translation>
    </message>
    <message>
        <source>its server must be the host alone, as {host}: port, encryption and user have their own settings</source>
        <translation>伺服器只能寫主機名稱，例如 {host}：連接埠、加密與使用者各有自己的設定</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>不檢查</translation>
    </message>
    <message>
        <source>somebody no longer registered</source>
        <translation>已不在名單上的人</translation>
    </message>
    <message>
        <source>the name was not found in time</source>
        <translation>未能及時查到此名稱</translation>
    </message>
    <message>
        <source>the webhook number {number} has no name.</source>
        <translation>第 {number} 個 webhook 沒有名稱。</translation>
    </message>
    <message>
        <source>two webhooks are called {name!r}.</source>
        <translation>有兩個 webhook 都叫 {name!r}。</translation>
    </message>
    <message numerus="yes">
        <source>{done} of {n} photo(s) judged.</source>
        <translation>
            <numerusform>已判斷 {done} / {n} 張照片。</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} belongs in the backup, and cannot be read: {error}.</source>
        <translation>{file} 屬於備份內容，但無法讀取：{error}。</translation>
    </message>
    <message>
        <source>{file} cannot be opened: {why}.</source>
        <translation>無法開啟 {file}：{why}。</translation>
    </message>
    <message>
        <source>{file} cannot be read by {account}, as whom the service runs.</source>
        <translation>{account}（服務的執行帳號）無法讀取 {file}。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}.</source>
        <translation>無法讀取 {file}：{error}。</translation>
    </message>
    <message>
        <source>{file} holds no certificate in PEM: name one that begins with {begin}</source>
        <translation>{file} 不含 PEM 格式的憑證：請指定以 {begin} 開頭的檔案</translation>
    </message>
    <message>
        <source>{folder} contains more than {most} files and folders.</source>
        <translation>{folder} 內有超過 {most} 個檔案與資料夾。</translation>
    </message>
    <message>
        <source>{json_file} is a folder.</source>
        <translation>{json_file} 是資料夾。</translation>
    </message>
    <message>
        <source>{key} names {address!r}, which is not one e-mail address.</source>
        <translation>{key} 列出 {address!r}，這不是單一的電子郵件地址。</translation>
    </message>
    <message>
        <source>{model} is the model in use.</source>
        <translation>{model} 是目前使用的模型。</translation>
    </message>
    <message>
        <source>{name} has withdrawn their consent since then, at {when}.</source>
        <translation>{name} 之後已於 {when} 撤回同意。</translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) in the log could not be compared with theirs.</source>
        <translation>
            <numerusform>紀錄中有 {n} 張臉無法與此人比對。</numerusform>
        </translation>
    </message>
    <message>
        <source>{outlet} has refused messages; they are put aside: gatekeeper outlets dead</source>
        <translation>{outlet} 拒收訊息，訊息已擱置：gatekeeper outlets dead</translation>
    </message>
    <message>
        <source>{page} has no row {row!r}.</source>
        <translation>{page} 中沒有 {row!r} 這一列。</translation>
    </message>
    <message>
        <source>{path} cannot be deleted: {error}.</source>
        <translation>無法刪除 {path}：{error}。</translation>
    </message>
    <message>
        <source>{path} is gone or empty: the settings in force stay.</source>
        <translation>{path} 不存在或是空的：維持目前生效的設定。</translation>
    </message>
    <message>
        <source>{path} is not read, and there is no {table}.</source>
        <translation>不會讀取 {path}，而且沒有 {table}。</translation>
    </message>
    <message>
        <source>{remedy} Cameras by name: {names:, }.</source>
        <translation>{remedy} 依名稱的攝影機：{names:, }。</translation>
    </message>
    <message>
        <source>{table}, line {line}: the folders {folders} are all of this name.</source>
        <translation>{table} 第 {line} 行：資料夾 {folders} 都是這個名稱。</translation>
    </message>
    <message>
        <source>{table}, line {line}: the validity ends ({until}) before it begins ({start}).</source>
        <translation>{table} 第 {line} 行：有效期限的結束（{until}）早於開始（{start}）。</translation>
    </message>
    <message>
        <source>{table}, line {line}: {name} may stand for this folder; spreadsheets drop the zeros before a number.</source>
        <translation>{table} 第 {line} 行：{name} 可能是指這個資料夾；試算表會去掉數字前面的零。</translation>
    </message>
    <message>
        <source>{time} is not a time of day</source>
        <translation>{time} 不是時刻</translation>
    </message>
    <message>
        <source>{what} is empty.</source>
        <translation>{what} 是空的。</translation>
    </message>
    <message>
        <source>{what} is {value}.</source>
        <translation>{what} 為 {value}。</translation>
    </message>
    <message>
        <source>{why} The doors use {model} instead.</source>
        <translation>{why} 各門改用 {model}。</translation>
    </message>
    <message>
        <source>The new key of {database} could not be kept.</source>
        <translation>無法保存 {database} 的新金鑰。</translation>
    </message>
    <message>
        <source>The passphrase does not unlock the key in {place}, or that is damaged.</source>
        <translation>密語無法解鎖 {place} 中的金鑰，或金鑰已損壞。</translation>
    </message>
    <message>
        <source>The person is erased, but another program is reading the database: until it ends, what was erased still stands in {database}-wal.</source>
        <translation>此人已清除，但有其他程式正在讀取資料庫：在它結束之前，被清除的內容仍留在 {database}-wal 中。</translation>
    </message>
    <message>
        <source>The process that reads the camera cannot be started: {error}</source>
        <translation>無法啟動讀取攝影機的程序：{error}</translation>
    </message>
    <message>
        <source>The program failed ({kind}: {error}).</source>
        <translation>程式發生錯誤（{kind}：{error}）。</translation>
    </message>
    <message>
        <source>The reasons are listed above.</source>
        <translation>原因列於上方。</translation>
    </message>
    <message>
        <source>The relay of {door} does not answer.</source>
        <translation>{door} 的繼電器沒有回應。</translation>
    </message>
    <message>
        <source>The relay of {door} failed: {error}</source>
        <translation>{door} 的繼電器故障：{error}</translation>
    </message>
    <message>
        <source>The right one of {count} people comes first</source>
        <translation>{count} 人中首位即為本人</translation>
    </message>
    <message>
        <source>The schedule {name!r} is already stored with other hours.</source>
        <translation>時段表 {name!r} 已以其他時段儲存。</translation>
    </message>
    <message>
        <source>The seed in {file} is damaged.</source>
        <translation>{file} 中的種子值已損壞。</translation>
    </message>
    <message>
        <source>The serial port {port} is held by {holder}.</source>
        <translation>序列埠 {port} 由{holder}佔用。</translation>
    </message>
    <message>
        <source>The strangers of {model} hold no numbers.</source>
        <translation>{model} 的陌生人資料中沒有數值。</translation>
    </message>
    <message>
        <source>The system&apos;s keyring does not give out the key of {home}: {error}</source>
        <translation>系統鑰匙圈未提供 {home} 的金鑰：{error}</translation>
    </message>
    <message>
        <source>The time {time} has no timezone.</source>
        <translation>時間 {time} 沒有時區。</translation>
    </message>
    <message>
        <source>The validity ends ({until}) before it begins ({start}).</source>
        <translation>有效期限在開始（{start}）之前就已結束（{until}）。</translation>
    </message>
    <message>
        <source>The {what} of the face is {value:.3g}; the limit is {limit:.3g}.</source>
        <translation>臉部{what}為 {value:.3g}，限制為 {limit:.3g}。</translation>
    </message>
    <message>
        <source>The {what} {name!r} cannot be stored.</source>
        <translation>無法將「{name}」儲存為{what}。</translation>
    </message>
    <message>
        <source>Their groups: {groups}.</source>
        <translation>所屬群組：{groups}。</translation>
    </message>
    <message>
        <source>There are too few people to choose a threshold on one half and score it on the other.</source>
        <translation>人數太少，無法用一半選定門檻、用另一半評分。</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>照片中有 {count} 張臉。</translation>
    </message>
    <message>
        <source>There are: {doors}.</source>
        <translation>現有：{doors}。</translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation>現有：{known}。</translation>
    </message>
    <message>
        <source>There are: {models}.</source>
        <translation>現有：{models}。</translation>
    </message>
    <message>
        <source>There are: {names}.</source>
        <translation>現有：{names}。</translation>
    </message>
    <message>
        <source>Choose one of {outcomes}.</source>
        <translation>現有：{outcomes}。</translation>
    </message>
    <message>
        <source>Give another number.</source>
        <translation>請輸入其他數字。</translation>
    </message>
    <message>
        <source>No mask, mask, mask worn wrongly</source>
        <translation>未戴、戴口罩、配戴不當</translation>
    </message>
    <message>
        <source>Restore a backup: gatekeeper restore FILE --replace.</source>
        <translation>請還原備份：gatekeeper restore FILE --replace。</translation>
    </message>
    <message>
        <source>Restore it from a backup. {lost}</source>
        <translation>請從備份還原。{lost}</translation>
    </message>
    <message>
        <source>Run it as root: {command}. Or use --user for a service of your own.</source>
        <translation>請以 root 執行：{command}。或使用 --user 建立您自己的服務。</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be created: {error}</source>
        <translation>無法建立主資料夾 {home}：{error}</translation>
    </message>
    <message>
        <source>There are: {plans}.</source>
        <translation>現有：{plans}。</translation>
    </message>
    <message>
        <source>There are: {role}.</source>
        <translation>現有：{role}。</translation>
    </message>
    <message>
        <source>There is another key in {kept}, which does not open this home.</source>
        <translation>{kept} 中有另一把金鑰，無法開啟此主資料夾。</translation>
    </message>
    <message>
        <source>There is no account {name!r}.</source>
        <translation>沒有帳號 {name!r}。</translation>
    </message>
    <message>
        <source>There is no architecture {architecture!r}.</source>
        <translation>沒有架構 {architecture!r}。</translation>
    </message>
    <message>
        <source>There is no backup {path}.</source>
        <translation>沒有備份 {path}。</translation>
    </message>
    <message>
        <source>There is no camera {text!r}.</source>
        <translation>沒有攝影機 {text!r}。</translation>
    </message>
    <message>
        <source>There is no database at {path}.</source>
        <translation>{path} 沒有資料庫。</translation>
    </message>
    <message>
        <source>There is no door {door!r}.</source>
        <translation>沒有門 {door!r}。</translation>
    </message>
    <message>
        <source>There is no folder for {json_file}.</source>
        <translation>沒有可放置 {json_file} 的資料夾。</translation>
    </message>
    <message>
        <source>There is no folder for {to}.</source>
        <translation>沒有可放置 {to} 的資料夾。</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>沒有資料夾 {folder}。</translation>
    </message>
    <message>
        <source>There is no key in {home}, nor in a keyring for it.</source>
        <translation>{home} 中沒有金鑰，鑰匙圈中也沒有。</translation>
    </message>
    <message>
        <source>There is no model in {folder}: {card} is missing.</source>
        <translation>{folder} 中沒有模型：缺少 {card}。</translation>
    </message>
    <message>
        <source>There is no outcome {outcome!r}.</source>
        <translation>沒有結果 {outcome!r}。</translation>
    </message>
    <message>
        <source>There is no person {who!r}.</source>
        <translation>沒有人員 {who!r}。</translation>
    </message>
    <message>
        <source>There is no pooling {pooling!r}.</source>
        <translation>沒有池化方式 {pooling!r}。</translation>
    </message>
    <message>
        <source>There is no published model {model!r}.</source>
        <translation>沒有已發布的模型 {model!r}。</translation>
    </message>
    <message>
        <source>There is no role {text!r}.</source>
        <translation>沒有角色 {text!r}。</translation>
    </message>
    <message>
        <source>There is no rule for a door {name!r}.</source>
        <translation>沒有門 {name!r} 的規則。</translation>
    </message>
    <message>
        <source>There is no schedule {given!r}.</source>
        <translation>沒有時段表 {given!r}。</translation>
    </message>
    <message>
        <source>There is no schedule {name!r}.</source>
        <translation>沒有時段表 {name!r}。</translation>
    </message>
    <message>
        <source>There is no timezone {name!r} on this machine.</source>
        <translation>這台電腦上沒有時區 {name!r}。</translation>
    </message>
    <message>
        <source>This face does not look like {person} (similarity {nearest:.2f}, needed {least:.2f}).</source>
        <translation>這張臉不像 {person}（相似度 {nearest:.2f}，需要 {least:.2f}）。</translation>
    </message>
    <message>
        <source>This face looks more like {other} (number {other_number}) than like {person}.</source>
        <translation>這張臉比較像 {other}（編號 {other_number}），而不像 {person}。</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>週四</translation>
    </message>
    <message>
        <source>To register: five bare and four masked pictures. Add some, or ask for fewer with --people and --strangers.</source>
        <translation>登記需要五張未戴口罩和四張戴口罩的影像。請補足，或以 --people 與 --strangers 減少人數。</translation>
    </message>
    <message numerus="yes">
        <source>Too many checks have failed at this door. Please wait {n} second(s).</source>
        <translation>
            <numerusform>此門的檢查失敗次數過多。請等候 {n} 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>開啟的檔案過多</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>請再試一次。</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>週二</translation>
    </message>
    <message>
        <source>Unlock the keyring (log in to the desktop) and start again; or bring the key as a file: gatekeeper --home {home} key import FILE.</source>
        <translation>請解鎖鑰匙圈（登入桌面）後重新啟動；或以檔案帶入金鑰：gatekeeper --home {home} key import FILE。</translation>
    </message>
    <message>
        <source>Up to {worst:.0%} of attacks may pass by these figures; at most {accepted:.0%} are accepted.</source>
        <translation>依這些數據，最多有 {worst:.0%} 的攻擊會通過；至多容許 {accepted:.0%}。</translation>
    </message>
    <message>
        <source>Use 0 (Monday) to 6 (Sunday).</source>
        <translation>請使用 0（星期一）到 6（星期日）。</translation>
    </message>
    <message>
        <source>Use 1 to {most} printable characters.</source>
        <translation>請使用 1 到 {most} 個可列印字元。</translation>
    </message>
    <message>
        <source>Use at least {least}: five words.</source>
        <translation>請至少使用 {least} 個字元：五個單字。</translation>
    </message>
    <message>
        <source>Use one of {writers}.</source>
        <translation>請使用 {writers}。</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>週三</translation>
    </message>
    <message>
        <source>Welcome, {name}.</source>
        <translation>歡迎，{name}。</translation>
    </message>
    <message>
        <source>With no error at all, {needed} presentations of each attack are enough to show it.</source>
        <translation>若完全沒有錯誤，每種攻擊呈現 {needed} 次就足以證明。</translation>
    </message>
    <message>
        <source>Without a connection, bring it as a file: gatekeeper models add {model} --file FILE</source>
        <translation>若沒有連線，請以檔案帶入：gatekeeper models add {model} --file FILE</translation>
    </message>
    <message>
        <source>Without one: gatekeeper run, gatekeeper --help.</source>
        <translation>不使用視窗時：gatekeeper run、gatekeeper --help。</translation>
    </message>
    <message>
        <source>Write 1 or 0.</source>
        <translation>請寫 1 或 0。</translation>
    </message>
    <message>
        <source>Write cpu, cuda, or cuda:1 for the second card.</source>
        <translation>請寫 cpu、cuda，或以 cuda:1 指第二張顯示卡。</translation>
    </message>
    <message>
        <source>Write it into a file that only the service&apos;s user can read, and install again: {command}</source>
        <translation>請將密語寫入只有服務使用者能讀取的檔案，然後重新安裝：{command}</translation>
    </message>
    <message>
        <source>Write it into a file that only you can read, set the environment variable {variable} to its path, and install again.</source>
        <translation>請將密語寫入只有您能讀取的檔案，將環境變數 {variable} 設為其路徑，然後重新安裝。</translation>
    </message>
    <message>
        <source>Write it into that file, or name another one in the environment variable {variable}.</source>
        <translation>請將密語寫入該檔案，或在環境變數 {variable} 中指定另一個檔案。</translation>
    </message>
    <message>
        <source>Write the door&apos;s name before the PIN.</source>
        <translation>請在 PIN 之前寫上門的名稱。</translation>
    </message>
    <message>
        <source>it is no key file</source>
        <translation>這不是金鑰檔案</translation>
    </message>
    <message>
        <source>it is no text</source>
        <translation>這不是文字檔</translation>
    </message>
    <message>
        <source>silent alarm seen</source>
        <translation>已查看無聲警報</translation>
    </message>
    <message>
        <source>{option} {text!r} is not a time.</source>
        <translation>{option} {text!r} 不是時間。</translation>
    </message>
    <message>
        <source>{option}: there is no record of {word!r}.</source>
        <translation>{option}：沒有關於 {word!r} 的紀錄。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {error}</source>
        <translation>無法讀取 {path}：{error}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {error}.</source>
        <translation>無法讀取 {path}：{error}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {why}.</source>
        <translation>無法讀取 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {error}</source>
        <translation>無法寫入 {path}：{error}</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} 是空的。</translation>
    </message>
    <message>
        <source>{path} needs same and different pairs.</source>
        <translation>{path} 需要同一人與不同人的配對。</translation>
    </message>
    <message>
        <source>{path}, line {at}: the column {column} is missing; there are: {there}.</source>
        <translation>{path} 第 {at} 行：缺少欄位 {column}；現有：{there}。</translation>
    </message>
    <message>
        <source>{path}, line {at}: {cells} cells under {columns} headings.</source>
        <translation>{path} 第 {at} 行：{columns} 個標題下有 {cells} 個儲存格。</translation>
    </message>
    <message>
        <source>{path}, line {line}: a path is missing.</source>
        <translation>{path} 第 {line} 行：缺少路徑。</translation>
    </message>
    <message>
        <source>{path}, line {line}: same is {value!r}.</source>
        <translation>{path} 第 {line} 行：same 為 {value!r}。</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not {encoding}.</source>
        <translation>{path} 第 {line} 行：這不是 {encoding}。</translation>
    </message>
    <message>
        <source>{path}, line {number}: {error}.</source>
        <translation>{path} 第 {number} 行：{error}。</translation>
    </message>
    <message>
        <source>{person} (number {number}) and {other} (number {other_number}) do not look alike to {model}.</source>
        <translation>對 {model} 而言，{person}（編號 {number}）與 {other}（編號 {other_number}）並不相像。</translation>
    </message>
    <message>
        <source>{person} has nearly the same photo already.</source>
        <translation>{person} 已有幾乎相同的照片。</translation>
    </message>
    <message>
        <source>{person} is not in {absent}.</source>
        <translation>{person} 不屬於 {absent}。</translation>
    </message>
    <message>
        <source>{pixels:g} px</source>
        <translation>{pixels:g} px</translation>
    </message>
    <message>
        <source>{place} is not a video that can be played.</source>
        <translation>{place} 不是可播放的影片。</translation>
    </message>
    <message>
        <source>{seconds:g} s</source>
        <translation>{seconds:g} 秒</translation>
    </message>
    <message>
        <source>{setting} is {value}.</source>
        <translation>{setting} 為 {value}。</translation>
    </message>
    <message>
        <source>{shown}, let through</source>
        <translation>{shown}，被放行</translation>
    </message>
    <message>
        <source>{source} cannot be read: {error}</source>
        <translation>無法讀取 {source}：{error}</translation>
    </message>
    <message>
        <source>{table}, line {line}</source>
        <translation>{table} 第 {line} 行</translation>
    </message>
    <message>
        <source>{table}, line {line}: the consent is in the future.</source>
        <translation>{table} 第 {line} 行：同意日期在未來。</translation>
    </message>
    <message>
        <source>{table}, line {line}: there is no folder of this name.</source>
        <translation>{table} 第 {line} 行：沒有此名稱的資料夾。</translation>
    </message>
    <message>
        <source>{table}, line {line}: {column} is {text!r}.</source>
        <translation>{table} 第 {line} 行：{column} 為 {text!r}。</translation>
    </message>
    <message>
        <source>{weights} does not hold the weights of {model}: {error}</source>
        <translation>{weights} 中沒有 {model} 的權重：{error}</translation>
    </message>
    <message>
        <source>{who!r} can mean {count} people.</source>
        <translation>{who!r} 可能是 {count} 個人。</translation>
    </message>
    <message>
        <source>somebody who was erased (number {number})</source>
        <translation>已抹除的人員（編號 {number}）</translation>
    </message>
    <message>
        <source>test of the relay {relay}</source>
        <translation>測試繼電器 {relay}</translation>
    </message>
    <message>
        <source>the camera {camera!r} has no source.</source>
        <translation>攝影機 {camera!r} 沒有來源。</translation>
    </message>
    <message>
        <source>the end of {day}</source>
        <translation>{day} 結束時</translation>
    </message>
    <message>
        <source>there is no timezone {name!r}.</source>
        <translation>沒有時區 {name!r}。</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>逾時</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>two cameras are called {name!r}.</source>
        <translation>有兩台攝影機名為 {name!r}。</translation>
    </message>
    <message>
        <source>two doors are called {name!r}.</source>
        <translation>有兩扇門名為 {name!r}。</translation>
    </message>
    <message>
        <source>until {end}</source>
        <translation>至 {end} 止</translation>
    </message>
    <message>
        <source>Your access begins on {start}.</source>
        <translation>您的通行權限自 {start} 起生效。</translation>
    </message>
    <message>
        <source>There is no model {name!r}.</source>
        <translation>沒有模型 {name!r}。</translation>
    </message>
    <message>
        <source>Your access ended on {end}. Please ask at the door desk.</source>
        <translation>您的通行權限已於 {end} 到期。請洽櫃台。</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>數字</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整數</translation>
    </message>
    <message>
        <source>at most {worst:.1%} of attacks pass</source>
        <translation>最多 {worst:.1%} 的攻擊會通過</translation>
    </message>
    <message>
        <source>cools down for</source>
        <translation>再次開啟的間隔為</translation>
    </message>
    <message>
        <source>door.relay is {text!r}.</source>
        <translation>door.relay 為 {text!r}。</translation>
    </message>
    <message>
        <source>event {number}</source>
        <translation>事件 {number}</translation>
    </message>
    <message>
        <source>false accepts: {rate}; {thresholds:; }</source>
        <translation>誤放行：{rate}；{thresholds:; }</translation>
    </message>
    <message>
        <source>from {start}</source>
        <translation>自 {start} 起</translation>
    </message>
    <message>
        <source>from {start} until {end}</source>
        <translation>從 {start} 到 {end}</translation>
    </message>
    <message>
        <source>id={number} is {name}</source>
        <translation>id={number} 是 {name}</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>是空的</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>it cannot be watched: {error}</source>
        <translation>無法監看：{error}</translation>
    </message>
    <message>
        <source>no first picture within {seconds:.0f} s</source>
        <translation>{seconds:.0f} 秒內沒有收到第一個畫面</translation>
    </message>
    <message>
        <source>no picture for {seconds:g} s</source>
        <translation>已 {seconds:g} 秒沒有畫面</translation>
    </message>
    <message>
        <source>none; make one with `gatekeeper schedules set`</source>
        <translation>無；請以 `gatekeeper schedules set` 建立</translation>
    </message>
    <message>
        <source>opens for</source>
        <translation>開啟時間為</translation>
    </message>
    <message>
        <source>photo {number}</source>
        <translation>照片 {number}</translation>
    </message>
    <message>
        <source>process {pid} (`{program}`, since {time})</source>
        <translation>處理程序 {pid}（「{program}」，自 {time} 起）</translation>
    </message>
    <message>
        <source>waiting for the first picture, {seconds:.0f} s</source>
        <translation>正在等待第一個畫面，已 {seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>with a mask</source>
        <translation>戴口罩</translation>
    </message>
    <message>
        <source>with names</source>
        <translation>含姓名</translation>
    </message>
    <message>
        <source>without names</source>
        <translation>不含姓名</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>配戴不當</translation>
    </message>
    <message>
        <source>{address} cannot be downloaded: {error}</source>
        <translation>無法下載 {address}：{error}</translation>
    </message>
    <message>
        <source>{architecture} has no option {unknown}.</source>
        <translation>{architecture} 沒有選項 {unknown}。</translation>
    </message>
    <message>
        <source>{backslash} Correct the file, or move it away.</source>
        <translation>{backslash} 請修正檔案，或將它移走。</translation>
    </message>
    <message>
        <source>{days} {start} to {end}</source>
        <translation>{days} {start}–{end}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}</source>
        <translation>無法讀取 {file}：{error}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {why}.</source>
        <translation>無法讀取 {file}：{why}。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>無法寫入 {file}：{why}。</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} 不存在。</translation>
    </message>
    <message>
        <source>{file} does not hold the next key of this home: {kind}.</source>
        <translation>{file} 中沒有此主資料夾的下一把金鑰：{kind}。</translation>
    </message>
    <message>
        <source>{file} is not the file published at {address}: its SHA-256 is {found}…, not {expected}….</source>
        <translation>{file} 並非發布於 {address} 的檔案：其 SHA-256 為 {found}…，而非 {expected}…。</translation>
    </message>
    <message>
        <source>{file} was changed meanwhile.</source>
        <translation>{file} 在此期間已被更改。</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first}–{last}</translation>
    </message>
    <message>
        <source>{folder} cannot be read: {why}.</source>
        <translation>無法讀取 {folder}：{why}。</translation>
    </message>
    <message>
        <source>{folder} has no folder with photos.</source>
        <translation>{folder} 中沒有含照片的資料夾。</translation>
    </message>
    <message>
        <source>{folder} has no masked picture of a person with a bare one.</source>
        <translation>{folder} 中沒有同一人兼有戴口罩與未戴口罩的影像。</translation>
    </message>
    <message>
        <source>{folder} has no pictures in folders bare/, masked/ or wrong/.</source>
        <translation>{folder} 的 bare/、masked/ 或 wrong/ 資料夾中沒有影像。</translation>
    </message>
    <message>
        <source>{folder} holds {count} people with the pictures to register and {others} more to be strangers, where {people} and {strangers} are wanted.</source>
        <translation>{folder} 中可供登記的有 {count} 人，另有 {others} 人可作陌生人；需要 {people} 人與 {strangers} 人。</translation>
    </message>
    <message>
        <source>{folder} is not a folder.</source>
        <translation>{folder} 不是資料夾。</translation>
    </message>
    <message>
        <source>{home} is already in use.</source>
        <translation>{home} 已在使用中。</translation>
    </message>
    <message>
        <source>{kind} {name} added</source>
        <translation>已新增{kind} {name}</translation>
    </message>
    <message>
        <source>{kind} {name} removed</source>
        <translation>已移除{kind} {name}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 到 {most}</translation>
    </message>
    <message>
        <source>{model} is a model for {kind}.</source>
        <translation>{model} 是 {kind} 模型。</translation>
    </message>
    <message>
        <source>{name} (number {number})</source>
        <translation>{name}（編號 {number}）</translation>
    </message>
    <message>
        <source>{name} ({role}) may not {right}.</source>
        <translation>{name}（{role}）沒有權限：{right}。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {why}.</source>
        <translation>無法讀取 {name}：{why}。</translation>
    </message>
    <message>
        <source>{name} does not exist.</source>
        <translation>{name} 不存在。</translation>
    </message>
    <message>
        <source>{name} has hundreds of megapixels.</source>
        <translation>{name} 有數億像素。</translation>
    </message>
    <message>
        <source>{name} has more than {most} MB.</source>
        <translation>{name} 超過 {most} MB。</translation>
    </message>
    <message>
        <source>{name} has no bare photo among the {taken} taken.</source>
        <translation>{name} 的 {taken} 張照片中沒有未戴口罩的照片。</translation>
    </message>
    <message>
        <source>{name} has {megapixels:.0f} megapixels; at most {most} are read.</source>
        <translation>{name} 有 {megapixels:.0f} 百萬像素，最多可讀取 {most}。</translation>
    </message>
    <message>
        <source>{name} in the backup {backup} is damaged.</source>
        <translation>備份 {backup} 中的 {name} 已損壞。</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} 是資料夾。</translation>
    </message>
    <message>
        <source>{name} is cut off.</source>
        <translation>{name} 不完整。</translation>
    </message>
    <message>
        <source>{name} is damaged or cannot be decoded: {why}.</source>
        <translation>{name} 已損毀或無法解碼：{why}。</translation>
    </message>
    <message>
        <source>{name} is not a picture of a kind that is read ({kinds}).</source>
        <translation>{name} 不是可讀取格式（{kinds}）的圖片。</translation>
    </message>
    <message>
        <source>{name} is the only administrator.</source>
        <translation>{name} 是唯一的管理員。</translation>
    </message>
    <message numerus="yes">
        <source>{n} act(s)</source>
        <translation>
            <numerusform>{n} 筆操作</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} are stored.</source>
        <translation>已儲存 {n} 個。</translation>
    </message>
    <message numerus="yes">
        <source>{n} day(s)</source>
        <translation>
            <numerusform>{n} 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event(s)</source>
        <translation>
            <numerusform>{n} 筆事件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) of events</source>
        <translation>
            <numerusform>{n} 張事件的臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} minute(s)</source>
        <translation>
            <numerusform>{n} 分鐘</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo(s)</source>
        <translation>
            <numerusform>{n} 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture(s)</source>
        <translation>
            <numerusform>{n} 張影像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} template(s)</source>
        <translation>
            <numerusform>{n} 個樣板</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} wrong tries.</source>
        <translation>已錯誤 {n} 次。</translation>
    </message>
    <message>
        <source>{option} cannot be {word!r}.</source>
        <translation>{option} 不能是 {word!r}。</translation>
    </message>
    <message>
        <source>{option} is {text!r}.</source>
        <translation>{option} 為 {text!r}。</translation>
    </message>
    <message>
        <source>The relay {relay} does not answer as it should.</source>
        <translation>繼電器 {relay} 的回應不正確。</translation>
    </message>
    <message>
        <source>Measured at this site.</source>
        <translation>在本場所測得。</translation>
    </message>
    <message>
        <source>Before {path} is brought up to date it is copied, which takes {size:.0f} MB: the disk has {free:.0f} MB left. Nothing was changed.</source>
        <translation>更新 {path} 之前會先複製一份，需要 {size:.0f} MB：磁碟只剩 {free:.0f} MB。未做任何變更。</translation>
    </message>
    <message>
        <source>Check its permissions, and the disk.</source>
        <translation>請檢查其權限與磁碟。</translation>
    </message>
    <message>
        <source>Free at least 1 MB on it.</source>
        <translation>請在該磁碟上釋出至少 1 MB。</translation>
    </message>
    <message>
        <source>Free some space on it, or move the home folder to a larger disk.</source>
        <translation>請釋出空間，或將主資料夾移到較大的磁碟。</translation>
    </message>
    <message>
        <source>The file {file} cannot be read: {why}.</source>
        <translation>無法讀取檔案 {file}：{why}。</translation>
    </message>
    <message numerus="yes">
        <source>Your check has failed too often. Please wait {n} second(s), or ask at the door desk.</source>
        <translation>
            <numerusform>您的檢查失敗次數過多。請等候 {n} 秒，或洽詢櫃台。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most {worst:.1%} of attacks pass; measured before the camera on {n} person(s), who agreed</source>
        <translation>
            <numerusform>最多 {worst:.1%} 的攻擊會通過；在攝影機前測量 {n} 人，均已同意</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} has no folder with photos. {what}: {why}</source>
        <translation>{folder} 內沒有含照片的資料夾。{what}：{why}</translation>
    </message>
    <message>
        <source>consent withdrawn</source>
        <translation>已撤回同意</translation>
    </message>
    <message>
        <source>duress PIN set</source>
        <translation>已設定脅迫 PIN</translation>
    </message>
    <message>
        <source>duress PIN cleared</source>
        <translation>已移除脅迫 PIN</translation>
    </message>
    <message>
        <source>duress PIN used</source>
        <translation>已使用脅迫 PIN</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>two people wanted</source>
        <translation>要求兩人</translation>
    </message>
    <message>
        <source>two people no longer wanted</source>
        <translation>不再要求兩人</translation>
    </message>
    <message>
        <source>replaced by a backup</source>
        <translation>已由備份取代</translation>
    </message>
    <message>
        <source>retention changed</source>
        <translation>已變更保存期限</translation>
    </message>
    <message>
        <source>backups go to</source>
        <translation>備份存放於</translation>
    </message>
    <message>
        <source>a backup every</source>
        <translation>備份間隔</translation>
    </message>
    <message>
        <source>daily backups kept</source>
        <translation>保留的每日備份</translation>
    </message>
    <message>
        <source>weekly backups kept</source>
        <translation>保留的每週備份</translation>
    </message>
    <message>
        <source>monthly backups kept</source>
        <translation>保留的每月備份</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>SSH 金鑰</translation>
    </message>
    <message>
        <source>the server&apos;s key</source>
        <translation>伺服器金鑰</translation>
    </message>
    <message>
        <source>backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>There has been no backup yet.</source>
        <translation>尚未有任何備份。</translation>
    </message>
    <message>
        <source>The last backup is older than it should be.</source>
        <translation>最近一次備份已逾期。</translation>
    </message>
    <message>
        <source>Ask somebody else.</source>
        <translation>請找其他人。</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>請重新登入。</translation>
    </message>
    <message>
        <source>Add another one.</source>
        <translation>請再新增一位。</translation>
    </message>
    <message>
        <source>They have no PIN yet.</source>
        <translation>此人尚未設定 PIN。</translation>
    </message>
    <message>
        <source>Set that first: gatekeeper people pin NAME.</source>
        <translation>請先設定：gatekeeper people pin NAME。</translation>
    </message>
    <message>
        <source>A backup is being made by {other}.</source>
        <translation>{other} 正在製作備份。</translation>
    </message>
    <message>
        <source>Consent can only be withdrawn as of now.</source>
        <translation>同意的撤回以現在為準，不能指定其他時間。</translation>
    </message>
    <message>
        <source>Backups cannot be kept on {host}, port {port}: {error}.</source>
        <translation>無法將備份存放到 {host}（連接埠 {port}）：{error}。</translation>
    </message>
    <message>
        <source>It is {wanted!r}.</source>
        <translation>它的值是 {wanted!r}。</translation>
    </message>
    <message>
        <source>Make one: ssh-keygen -t ed25519</source>
        <translation>請製作一把：ssh-keygen -t ed25519</translation>
    </message>
    <message>
        <source>No place for backups is set.</source>
        <translation>尚未設定備份的存放位置。</translation>
    </message>
    <message>
        <source>Nothing was sent. Ask its administrator before you change backup.host_key.</source>
        <translation>未傳送任何資料。變更 backup.host_key 之前，請先詢問該伺服器的管理員。</translation>
    </message>
    <message>
        <source>Others can read the SSH key {path}.</source>
        <translation>其他人可以讀取 SSH 金鑰 {path}。</translation>
    </message>
    <message>
        <source>The backup {source} cannot be copied to {to}: {error}</source>
        <translation>無法將備份 {source} 複製到 {to}：{error}</translation>
    </message>
    <message>
        <source>Write it as sftp://USER@HOST/FOLDER, with a port as HOST:2222.</source>
        <translation>請寫成 sftp://使用者@主機/資料夾；有連接埠時寫「主機:2222」。</translation>
    </message>
    <message>
        <source>door {door}</source>
        <translation>門 {door}</translation>
    </message>
    <message>
        <source>The backup failed: {why}</source>
        <translation>備份失敗：{why}</translation>
    </message>
    <message>
        <source>The role of {name} was changed: the session is over.</source>
        <translation>{name} 的角色已變更：此次登入已結束。</translation>
    </message>
    <message>
        <source>There is no folder {folder} on {host}.</source>
        <translation>{host} 上沒有資料夾 {folder}。</translation>
    </message>
    <message>
        <source>Turn it on there: Subsystem sftp internal-sftp</source>
        <translation>請在該處啟用：Subsystem sftp internal-sftp</translation>
    </message>
    <message>
        <source>Wait for it.</source>
        <translation>請等它完成。</translation>
    </message>
    <message>
        <source>Write on or off.</source>
        <translation>請寫 on 或 off。</translation>
    </message>
    <message>
        <source>backup.to holds a password.</source>
        <translation>backup.to 含有密碼。</translation>
    </message>
    <message>
        <source>backup.to is {text!r}.</source>
        <translation>backup.to 的值是 {text!r}。</translation>
    </message>
    <message>
        <source>chmod 600 {path}</source>
        <translation>chmod 600 {path}</translation>
    </message>
    <message>
        <source>of {name}</source>
        <translation>{name} 的操作</translation>
    </message>
    <message>
        <source>{host} offers no SFTP.</source>
        <translation>{host} 不提供 SFTP。</translation>
    </message>
    <message>
        <source>{host} shows the key {shown} ({kind}) instead of {pinned}: it may be another machine.</source>
        <translation>{host} 出示的金鑰是 {shown}（{kind}），而非 {pinned}：可能是另一台機器。</translation>
    </message>
    <message>
        <source>{key} is {value!r}.</source>
        <translation>{key} 的值是 {value!r}。</translation>
    </message>
    <message>
        <source>{name} cannot confirm their own act.</source>
        <translation>{name} 不能確認自己的操作。</translation>
    </message>
    <message numerus="yes">
        <source>{n} hour(s)</source>
        <translation>
            <numerusform>{n} 小時</numerusform>
        </translation>
    </message>
    <message>
        <source>--keep needs a folder.</source>
        <translation>--keep 只適用於指定的資料夾。</translation>
    </message>
    <message>
        <source>Leave --keep out: [backup] of config.toml says which stay. Or name another folder.</source>
        <translation>請省略 --keep：由 config.toml 的 [backup] 決定保留哪些備份；或指定其他資料夾。</translation>
    </message>
    <message>
        <source>Give one, or set backup.days, weeks and months in config.toml.</source>
        <translation>請指定一個資料夾，或在 config.toml 設定 backup.days、weeks 和 months。</translation>
    </message>
    <message>
        <source>A PIN must be entered, and none is set for them.</source>
        <translation>必須輸入 PIN，但此人尚未設定。</translation>
    </message>
    <message>
        <source>A PIN must be entered.</source>
        <translation>必須輸入 PIN。</translation>
    </message>
    <message>
        <source>A mask may be worn.</source>
        <translation>可以戴口罩。</translation>
    </message>
    <message>
        <source>A mask must be worn.</source>
        <translation>必須戴口罩。</translation>
    </message>
    <message>
        <source>Access begins on {start}.</source>
        <translation>通行權限自 {start} 開始。</translation>
    </message>
    <message>
        <source>Access does not end.</source>
        <translation>通行權限無期限。</translation>
    </message>
    <message>
        <source>Access ended on {end}.</source>
        <translation>通行權限已於 {end} 結束。</translation>
    </message>
    <message>
        <source>Access ends on {end}.</source>
        <translation>通行權限於 {end} 結束。</translation>
    </message>
    <message>
        <source>Access is blocked.</source>
        <translation>通行權限已被封鎖。</translation>
    </message>
    <message>
        <source>Access is not blocked.</source>
        <translation>通行權限未被封鎖。</translation>
    </message>
    <message>
        <source>Add the year, or let the holiday come every year: --yearly.</source>
        <translation>請補上年份，或讓假日每年重複：--yearly。</translation>
    </message>
    <message>
        <source>At any time.</source>
        <translation>任何時間。</translation>
    </message>
    <message>
        <source>Consent to be recognised is on record.</source>
        <translation>已有同意辨識的紀錄。</translation>
    </message>
    <message>
        <source>Masks must be taken off.</source>
        <translation>必須摘下口罩。</translation>
    </message>
    <message>
        <source>No consent to be recognised is on record: no door knows them.</source>
        <translation>沒有同意辨識的紀錄：任何門都不會認得此人。</translation>
    </message>
    <message>
        <source>See `gatekeeper holidays list`.</source>
        <translation>請參閱 `gatekeeper holidays list`。</translation>
    </message>
    <message>
        <source>Somebody else has changed {what} meanwhile: {who}.</source>
        <translation>其他人已在此期間變更了{what}：{who}。</translation>
    </message>
    <message>
        <source>The door admits everybody who is registered.</source>
        <translation>此門允許所有已登記的人。</translation>
    </message>
    <message>
        <source>The door admits {groups}; they are in none of these groups.</source>
        <translation>此門允許 {groups}；此人不屬於其中任何群組。</translation>
    </message>
    <message>
        <source>The door admits {groups}; they are in {theirs}.</source>
        <translation>此門允許 {groups}；此人屬於 {theirs}。</translation>
    </message>
    <message>
        <source>The door has not just opened for them.</source>
        <translation>此門並非剛為此人開啟過。</translation>
    </message>
    <message>
        <source>The door opened for them {passed:.0f} seconds ago.</source>
        <translation>此門在 {passed:.0f} 秒前才為此人開啟。</translation>
    </message>
    <message>
        <source>The group {group} follows the schedule {schedule} ({hours})</source>
        <translation>群組 {group} 依時段表 {schedule}（{hours}）</translation>
    </message>
    <message>
        <source>The group {group} follows the schedule {schedule}, on the holiday {holiday} ({hours})</source>
        <translation>群組 {group} 依時段表 {schedule}，假日 {holiday}（{hours}）</translation>
    </message>
    <message>
        <source>The group {group} may pass at any time.</source>
        <translation>群組 {group} 任何時間皆可通行。</translation>
    </message>
    <message>
        <source>The group {name!r} is admitted by {doors}.</source>
        <translation>群組 {name!r} 仍獲 {doors} 允許通行。</translation>
    </message>
    <message>
        <source>The holiday {name!r} comes every year and lasts a year.</source>
        <translation>假日 {name!r} 每年重複，且長達一年。</translation>
    </message>
    <message>
        <source>The holiday {name!r} ends on {last}, before it begins on {first}.</source>
        <translation>假日 {name!r} 於 {last} 結束，早於開始日 {first}。</translation>
    </message>
    <message>
        <source>There is no group {name!r}.</source>
        <translation>沒有群組 {name!r}。</translation>
    </message>
    <message>
        <source>There is no holiday {name!r}.</source>
        <translation>沒有假日 {name!r}。</translation>
    </message>
    <message>
        <source>Write it as 2026-12-24, or 24.12.2026.</source>
        <translation>請寫成 2026-12-24 或 24.12.2026。</translation>
    </message>
    <message>
        <source>every year from {first} to {last}</source>
        <translation>每年 {first} 至 {last}</translation>
    </message>
    <message>
        <source>every year on {day}</source>
        <translation>每年 {day}</translation>
    </message>
    <message>
        <source>group added</source>
        <translation>已新增群組</translation>
    </message>
    <message>
        <source>group removed</source>
        <translation>已移除群組</translation>
    </message>
    <message>
        <source>group renamed</source>
        <translation>已重新命名群組</translation>
    </message>
    <message>
        <source>holiday changed</source>
        <translation>已變更假日</translation>
    </message>
    <message>
        <source>holiday removed</source>
        <translation>已移除假日</translation>
    </message>
    <message>
        <source>schedule renamed</source>
        <translation>已重新命名時段表</translation>
    </message>
    <message>
        <source>the group {name}</source>
        <translation>群組 {name}</translation>
    </message>
    <message>
        <source>the holiday {name}</source>
        <translation>假日 {name}</translation>
    </message>
    <message>
        <source>the rule of the door {name}</source>
        <translation>門 {name} 的規則</translation>
    </message>
    <message>
        <source>the schedule {name}</source>
        <translation>時段表 {name}</translation>
    </message>
    <message>
        <source>{hours:; }: that is not now.</source>
        <translation>{hours:; }：不在此時。</translation>
    </message>
    <message>
        <source>{hours}: that is now.</source>
        <translation>{hours}：此時適用。</translation>
    </message>
    <message>
        <source>{hours}; on holidays too</source>
        <translation>{hours}；假日亦同</translation>
    </message>
    <message>
        <source>Choose 1 to {most}.</source>
        <translation>請選擇 1 到 {most}。</translation>
    </message>
    <message>
        <source>TLS needs a certificate and its key.</source>
        <translation>TLS 需要憑證及其金鑰。</translation>
    </message>
    <message>
        <source>The session is over, or the token is not valid.</source>
        <translation>工作階段已結束，或權杖無效。</translation>
    </message>
    <message>
        <source>The session of {name} is over.</source>
        <translation>{name} 的工作階段已結束。</translation>
    </message>
    <message>
        <source>There is no access token {name!r}.</source>
        <translation>沒有名為 {name!r} 的存取權杖。</translation>
    </message>
    <message>
        <source>access token given</source>
        <translation>已核發存取權杖</translation>
    </message>
    <message>
        <source>access token withdrawn</source>
        <translation>已撤銷存取權杖</translation>
    </message>
    <message>
        <source>door locked by hand</source>
        <translation>手動上鎖</translation>
    </message>
    <message>
        <source>service</source>
        <translation>服務</translation>
    </message>
    <message>
        <source>the key of that certificate</source>
        <translation>該憑證的金鑰</translation>
    </message>
    <message>
        <source>the service answers at</source>
        <translation>服務的位址</translation>
    </message>
    <message>
        <source>the service&apos;s certificate</source>
        <translation>服務的憑證</translation>
    </message>
    <message>
        <source>the service&apos;s socket</source>
        <translation>服務的通訊端檔案</translation>
    </message>
    <message>
        <source>{key} is missing.</source>
        <translation>缺少 {key}。</translation>
    </message>
    <message>
        <source>Relays on one port must be of one kind, with the same baud.</source>
        <translation>同一連接埠上的繼電器必須是同一種類，且鮑率相同。</translation>
    </message>
    <message>
        <source>The serial port {port} is used by another door, as {speaks}.</source>
        <translation>序列埠 {port} 已由另一扇門以 {speaks} 使用。</translation>
    </message>
    <message>
        <source>The serial port {port} was lost.</source>
        <translation>序列埠 {port} 已中斷連線。</translation>
    </message>
    <message>
        <source>--passback-reset {text!r} is no time of day.</source>
        <translation>--passback-reset {text!r} 不是時刻。</translation>
    </message>
    <message>
        <source>A list cannot be written as {file!r}.</source>
        <translation>無法將清單寫成 {file!r}。</translation>
    </message>
    <message>
        <source>By the door</source>
        <translation>經由的門</translation>
    </message>
    <message>
        <source>Choose a later time.</source>
        <translation>請選擇較晚的時間。</translation>
    </message>
    <message>
        <source>Choose an unknown visitor.</source>
        <translation>請選擇一位未知訪客。</translation>
    </message>
    <message>
        <source>Event {event} is no visit of somebody unknown.</source>
        <translation>事件 {event} 不是未知訪客的到訪。</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>Guest of</source>
        <translation>受訪者</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>進入時間</translation>
    </message>
    <message>
        <source>Let them read the consent text.</source>
        <translation>請讓對方閱讀同意書。</translation>
    </message>
    <message>
        <source>Look into the camera once more.</source>
        <translation>請再看一次鏡頭。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Give --event or --photo.</source>
        <translation>請指定 --event 或 --photo。</translation>
    </message>
    <message>
        <source>There is no picture of the guest.</source>
        <translation>沒有訪客的照片。</translation>
    </message>
    <message>
        <source>Put right by {who}: {where}</source>
        <translation>由 {who} 更正：{where}</translation>
    </message>
    <message>
        <source>See `gatekeeper guests list`.</source>
        <translation>請見 `gatekeeper guests list`。</translation>
    </message>
    <message>
        <source>Set &quot;direction&quot; of a camera to &quot;in&quot;, and of another to &quot;out&quot;, first.</source>
        <translation>請先將一部攝影機的「direction」設為 &quot;in&quot;，另一部設為 &quot;out&quot;。</translation>
    </message>
    <message>
        <source>Take a photo of them now, without a mask.</source>
        <translation>請立即為對方拍一張未戴口罩的照片。</translation>
    </message>
    <message>
        <source>The visit ends before it begins.</source>
        <translation>到訪在開始之前就結束了。</translation>
    </message>
    <message>
        <source>There is no group {group!r}.</source>
        <translation>沒有群組 {group!r}。</translation>
    </message>
    <message>
        <source>They have passed another door just now.</source>
        <translation>此人剛剛通過了另一扇門。</translation>
    </message>
    <message>
        <source>Use .csv or .html.</source>
        <translation>請使用 .csv 或 .html。</translation>
    </message>
    <message>
        <source>Who is inside</source>
        <translation>在場人員</translation>
    </message>
    <message>
        <source>Write it as 04:00, or never.</source>
        <translation>請寫成 04:00 或 never。</translation>
    </message>
    <message>
        <source>Write it as 2026-01.</source>
        <translation>請寫成 2026-01。</translation>
    </message>
    <message>
        <source>You are inside already, since {at} by {door}. Please ask at the door desk.</source>
        <translation>您已於 {at} 經由「{door}」進入。請洽門口櫃台。</translation>
    </message>
    <message>
        <source>and forgotten every day at</source>
        <translation>並於每日此時清除</translation>
    </message>
    <message>
        <source>attendance exported</source>
        <translation>已匯出出勤紀錄</translation>
    </message>
    <message>
        <source>evacuation list</source>
        <translation>疏散清單</translation>
    </message>
    <message>
        <source>evacuation list exported</source>
        <translation>已匯出疏散清單</translation>
    </message>
    <message>
        <source>going in twice</source>
        <translation>重複進入</translation>
    </message>
    <message>
        <source>guest of person {host}, until {end}</source>
        <translation>人員 {host} 的訪客，至 {end}</translation>
    </message>
    <message>
        <source>guest welcomed</source>
        <translation>已登記訪客</translation>
    </message>
    <message>
        <source>guests are kept after their visit</source>
        <translation>訪客資料在到訪後保留</translation>
    </message>
    <message>
        <source>however long</source>
        <translation>不限時間</translation>
    </message>
    <message>
        <source>in</source>
        <translation>進入</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>在內</translation>
    </message>
    <message>
        <source>leads</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>no time</source>
        <translation>無</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation>不檢查</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>opens, with an alarm</source>
        <translation>開門並發出警報</translation>
    </message>
    <message>
        <source>out</source>
        <translation>離開</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>在外</translation>
    </message>
    <message>
        <source>presence put right</source>
        <translation>已更正在場狀態</translation>
    </message>
    <message>
        <source>presence worked out anew</source>
        <translation>已重新計算在場狀態</translation>
    </message>
    <message>
        <source>remembers who is inside for</source>
        <translation>記住在場人員的時間為</translation>
    </message>
    <message>
        <source>visit ended</source>
        <translation>已結束到訪</translation>
    </message>
    <message>
        <source>who is inside is remembered for</source>
        <translation>在場人員記住的時間</translation>
    </message>
    <message>
        <source>who is inside is written to</source>
        <translation>在場清單寫入至</translation>
    </message>
    <message>
        <source>{hours:g} h</source>
        <translation>{hours:g} 小時</translation>
    </message>
    <message>
        <source>{month!r} is not a month.</source>
        <translation>{month!r} 不是月份。</translation>
    </message>
    <message>
        <source>{name} goes in and is inside already.</source>
        <translation>{name} 再次進入，但已在場內。</translation>
    </message>
    <message>
        <source>{name} goes out and has left already.</source>
        <translation>{name} 再次離開，但已離場。</translation>
    </message>
    <message numerus="yes">
        <source>{n} person(s)</source>
        <translation>
            <numerusform>{n} 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} person(s), as of {at}</source>
        <translation>
            <numerusform>{n} 人，截至 {at}</numerusform>
        </translation>
    </message>
    <message>
        <source>They are inside already, since {at} by {door}.</source>
        <translation>此人已於 {at} 經由「{door}」進入。</translation>
    </message>
    <message>
        <source>They do not go the same way twice.</source>
        <translation>此人並未重複朝同一方向通過。</translation>
    </message>
    <message>
        <source>They have left already, at {at} by {door}.</source>
        <translation>此人已於 {at} 經由「{door}」離開。</translation>
    </message>
    <message>
        <source>{name} is {value}.</source>
        <translation>{name} 為 {value}。</translation>
    </message>
    <message>
        <source>Entry {number} of the trail is damaged.</source>
        <translation>稽核紀錄第 {number} 筆已損毀。</translation>
    </message>
    <message>
        <source>Event {number} is damaged: {what} cannot be read.</source>
        <translation>事件 {number} 已損毀：無法讀取 {what}。</translation>
    </message>
    <message>
        <source>For example: shift_jis, euc_jp, gb18030, big5, euc_kr, cp1251, cp1252.</source>
        <translation>例如：shift_jis、euc_jp、gb18030、big5、euc_kr、cp1251、cp1252。</translation>
    </message>
    <message>
        <source>Repeat the same line.</source>
        <translation>請重複同一行。</translation>
    </message>
    <message>
        <source>Run it in a terminal.</source>
        <translation>請在終端機中執行。</translation>
    </message>
    <message>
        <source>Save it with 8 or 16 bits a colour.</source>
        <translation>請以每色 8 或 16 位元儲存。</translation>
    </message>
    <message>
        <source>There is no encoding {encoding!r}.</source>
        <translation>沒有 {encoding!r} 這種編碼。</translation>
    </message>
    <message>
        <source>{name} is a TIFF of floating-point colours.</source>
        <translation>{name} 是浮點色彩的 TIFF。</translation>
    </message>
    <message>
        <source>{question} is required, but standard input is empty.</source>
        <translation>需要輸入{question}，但未收到任何內容。</translation>
    </message>
    <message>
        <source>{question}: the two input lines differ.</source>
        <translation>{question}：收到的兩行內容不同。</translation>
    </message>
    <message>
        <source>Correct them, or move the file away.</source>
        <translation>請修正這些設定，或將檔案移走。</translation>
    </message>
    <message>
        <source>It must be more than half of recognition.window and at most all of it.</source>
        <translation>必須大於 recognition.window 的一半，且不超過其全部。</translation>
    </message>
    <message>
        <source>Write {table} above its settings.</source>
        <translation>請在其設定上方寫 {table}。</translation>
    </message>
    <message>
        <source>like {example}</source>
        <translation>類似 {example}</translation>
    </message>
    <message>
        <source>there is no setting {name}.</source>
        <translation>沒有設定 {name}。</translation>
    </message>
    <message>
        <source>{least} or more</source>
        <translation>{least} 以上</translation>
    </message>
    <message>
        <source>{name} has too many digits.</source>
        <translation>{name} 位數過多。</translation>
    </message>
    <message>
        <source>{name} is a table, not {value}.</source>
        <translation>{name} 應為表格，而非 {value}。</translation>
    </message>
    <message>
        <source>{path}: {count} settings are wrong:
{mistakes:
}</source>
        <translation>{path}：有 {count} 項設定錯誤：
{mistakes:
}</translation>
    </message>
    <message>
        <source>All doors are locked: nobody can pass now.</source>
        <translation>所有門皆已鎖上：目前任何人都無法通行。</translation>
    </message>
    <message>
        <source>All doors follow their rules again, by {who}: {why}</source>
        <translation>所有門恢復依規則運作，由 {who} 執行：{why}</translation>
    </message>
    <message>
        <source>All doors were locked by {who}: {why}</source>
        <translation>所有門已由 {who} 鎖上：{why}</translation>
    </message>
    <message>
        <source>All doors were opened by {who}: {why}</source>
        <translation>所有門已由 {who} 開啟：{why}</translation>
    </message>
    <message>
        <source>Let the doors follow their rules again first: the Doors page.</source>
        <translation>請先在「門」頁面讓各門恢復依規則運作。</translation>
    </message>
    <message>
        <source>This door stays shut, since it cannot be read whether all doors are locked.</source>
        <translation>無法讀取是否所有門皆已鎖上，因此這扇門保持關閉。</translation>
    </message>
    <message>
        <source>all doors follow their rules</source>
        <translation>所有門依規則運作</translation>
    </message>
    <message>
        <source>all doors locked</source>
        <translation>所有門已鎖上</translation>
    </message>
    <message>
        <source>all doors opened</source>
        <translation>所有門已開啟</translation>
    </message>
    <message>
        <source>A service runs on {home} already: {holder}.</source>
        <translation>{home} 上已有服務在執行：{holder}。</translation>
    </message>
    <message>
        <source>Check service.certificate and service.key in config.toml.</source>
        <translation>請檢查 config.toml 中的 service.certificate 與 service.key。</translation>
    </message>
    <message>
        <source>Choose another service.host or service.port in config.toml.</source>
        <translation>請在 config.toml 中改用其他 service.host 或 service.port。</translation>
    </message>
    <message>
        <source>End it first.</source>
        <translation>請先結束它。</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>沒有人登入。</translation>
    </message>
    <message>
        <source>See its log.</source>
        <translation>請查看其記錄檔。</translation>
    </message>
    <message>
        <source>Send a token: Authorization: Bearer TOKEN.</source>
        <translation>請傳送權杖：Authorization: Bearer TOKEN。</translation>
    </message>
    <message>
        <source>Take another one.</source>
        <translation>請換一張。</translation>
    </message>
    <message>
        <source>The certificate {certificate} cannot be used: {error}</source>
        <translation>無法使用憑證 {certificate}：{error}</translation>
    </message>
    <message>
        <source>The service answers at {place}.</source>
        <translation>服務位於 {place}。</translation>
    </message>
    <message>
        <source>The service cannot answer at {place}: {error}</source>
        <translation>服務無法在 {place} 接聽：{error}</translation>
    </message>
    <message>
        <source>There is no role {role!r}.</source>
        <translation>沒有角色 {role!r}。</translation>
    </message>
    <message>
        <source>{name} cannot be taken: {why}</source>
        <translation>無法採用 {name}：{why}</translation>
    </message>
    <message>
        <source>Choose one of 1 to {count}.</source>
        <translation>請從 1 到 {count} 中選擇。</translation>
    </message>
    <message>
        <source>Connect one; a panel of its own shows it with: gatekeeper kiosk {door}.</source>
        <translation>請連接一台；若使用獨立面板，請執行：gatekeeper kiosk {door}。</translation>
    </message>
    <message>
        <source>Give it one on the Settings page.</source>
        <translation>請在「設定」頁面為它設定一台。</translation>
    </message>
    <message>
        <source>The door {door} has no camera.</source>
        <translation>門 {door} 沒有攝影機。</translation>
    </message>
    <message>
        <source>There is no monitor {number}.</source>
        <translation>沒有第 {number} 台螢幕。</translation>
    </message>
    <message>
        <source>There is no second monitor.</source>
        <translation>沒有第二台螢幕。</translation>
    </message>
    <message>
        <source>Without one: gatekeeper run.</source>
        <translation>不使用視窗時：gatekeeper run。</translation>
    </message>
    <message>
        <source>The service does not answer.</source>
        <translation>服務沒有回應。</translation>
    </message>
    <message>
        <source>Wait until it is back.</source>
        <translation>請等它恢復。</translation>
    </message>
    <message>
        <source>A backup was made again.</source>
        <translation>已重新完成備份。</translation>
    </message>
    <message>
        <source>No more unknown people have come for a while.</source>
        <translation>已有一段時間沒有陌生人前來。</translation>
    </message>
    <message>
        <source>No picture has been held before the camera for a while.</source>
        <translation>已有一段時間沒有人拿圖片對著攝影機。</translation>
    </message>
    <message>
        <source>See `gatekeeper alarms list`.</source>
        <translation>請參閱 `gatekeeper alarms list`。</translation>
    </message>
    <message>
        <source>Somebody was forced to open the door. Get help; call nobody at the door.</source>
        <translation>有人被脅迫開門。請求援助；切勿致電門口的人。</translation>
    </message>
    <message>
        <source>Something that is no living face was held before the camera.</source>
        <translation>有非活體的臉孔被拿到攝影機前。</translation>
    </message>
    <message>
        <source>The blocked person has not come again for a while.</source>
        <translation>遭封鎖的人員已有一段時間未再前來。</translation>
    </message>
    <message>
        <source>The camera delivers pictures again.</source>
        <translation>攝影機已恢復影像。</translation>
    </message>
    <message>
        <source>The camera {camera} delivers no pictures: {why}</source>
        <translation>攝影機 {camera} 沒有影像：{why}</translation>
    </message>
    <message>
        <source>The disk of {home} has {free:,} MB left.</source>
        <translation>{home} 所在的磁碟只剩 {free:,} MB。</translation>
    </message>
    <message>
        <source>The log can be written again.</source>
        <translation>紀錄已可重新寫入。</translation>
    </message>
    <message>
        <source>The log cannot be written: {why}</source>
        <translation>無法寫入紀錄：{why}</translation>
    </message>
    <message>
        <source>The program ended without locking up, after {last}, and runs again.</source>
        <translation>程式在 {last} 之後未正常關閉即結束，現已重新執行。</translation>
    </message>
    <message>
        <source>The program runs on.</source>
        <translation>程式持續執行中。</translation>
    </message>
    <message>
        <source>The relay of the door {door} failed: {why}</source>
        <translation>門 {door} 的繼電器故障：{why}</translation>
    </message>
    <message>
        <source>The relay works again.</source>
        <translation>繼電器已恢復運作。</translation>
    </message>
    <message>
        <source>There is no alarm {number}.</source>
        <translation>沒有編號 {number} 的警報。</translation>
    </message>
    <message>
        <source>There is room on the disk again.</source>
        <translation>磁碟已有足夠空間。</translation>
    </message>
    <message>
        <source>acknowledge alarms</source>
        <translation>確認警報</translation>
    </message>
    <message>
        <source>alarm acknowledged</source>
        <translation>警報已確認</translation>
    </message>
    <message>
        <source>alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>less room on the disk than</source>
        <translation>磁碟空間少於</translation>
    </message>
    <message>
        <source>no picture for</source>
        <translation>沒有影像達</translation>
    </message>
    <message>
        <source>unknown visits to one door</source>
        <translation>同一扇門的陌生訪客次數</translation>
    </message>
    <message>
        <source>within</source>
        <translation>時間範圍</translation>
    </message>
    <message>
        <source>{megabytes:,} MB</source>
        <translation>{megabytes:,} MB</translation>
    </message>
    <message>
        <source>{name}, who is blocked, was at the door.</source>
        <translation>遭封鎖的 {name} 曾出現在門口。</translation>
    </message>
    <message numerus="yes">
        <source>Unknown people came {n} time(s) within {within}.</source>
        <translation>
            <numerusform>{within}內有陌生人前來 {n} 次。</numerusform>
        </translation>
    </message>
    <message>
        <source>--which cannot be {which!r}.</source>
        <translation>--which 不能是 {which!r}。</translation>
    </message>
    <message>
        <source>A note is for one person.</source>
        <translation>備註只能針對一個人。</translation>
    </message>
    <message>
        <source>At most {most} letters, and no control characters.</source>
        <translation>最多 {most} 個字元，不可含控制字元。</translation>
    </message>
    <message>
        <source>Give one person.</source>
        <translation>請指定一位。</translation>
    </message>
    <message>
        <source>The {what} cannot be stored.</source>
        <translation>無法儲存{what}。</translation>
    </message>
    <message>
        <source>department</source>
        <translation>部門</translation>
    </message>
    <message>
        <source>note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>person&apos;s department changed</source>
        <translation>已變更人員的部門</translation>
    </message>
    <message>
        <source>person&apos;s note changed</source>
        <translation>已變更人員的備註</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>清單</translation>
    </message>
    <message>
        <source>Export it there: gatekeeper key export {file}</source>
        <translation>請匯出至該處：gatekeeper key export {file}</translation>
    </message>
    <message>
        <source>Run this as administrator.</source>
        <translation>請以系統管理員身分執行。</translation>
    </message>
    <message>
        <source>See `journalctl -u gatekeeper`, with --user for a service of your own.</source>
        <translation>請參閱 `journalctl -u gatekeeper`；若是您自己的服務，請加上 --user。</translation>
    </message>
    <message>
        <source>The key of the database is not in {file}, and a service has no keyring.</source>
        <translation>資料庫的金鑰不在 {file} 中，而服務沒有鑰匙圈可用。</translation>
    </message>
    <message>
        <source>The service cannot be registered: {error}</source>
        <translation>無法註冊服務：{error}</translation>
    </message>
    <message>
        <source>The service cannot be removed: {error}</source>
        <translation>無法移除服務：{error}</translation>
    </message>
    <message>
        <source>There is no systemd here.</source>
        <translation>此處沒有 systemd。</translation>
    </message>
    <message>
        <source>This is not Windows.</source>
        <translation>這不是 Windows。</translation>
    </message>
    <message>
        <source>{command} failed: {why}</source>
        <translation>{command} 失敗：{why}</translation>
    </message>
    <message>
        <source>{file} cannot be removed: {error}</source>
        <translation>無法移除 {file}：{error}</translation>
    </message>
    <message>
        <source>{file} cannot be written: {error}</source>
        <translation>無法寫入 {file}：{error}</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>另有 {count} 人。</translation>
    </message>
    <message>
        <source>Of their photos recognised</source>
        <translation>其照片的辨識率</translation>
    </message>
    <message>
        <source>Who would no longer be known</source>
        <translation>將不再能辨識的人</translation>
    </message>
    <message>
        <source>--interlock and --no-interlock exclude each other.</source>
        <translation>--interlock 與 --no-interlock 不能同時使用。</translation>
    </message>
    <message numerus="yes">
        <source>A second person must be let in within {n} second(s).</source>
        <translation>
            <numerusform>{n} 秒內必須有第二人獲准通行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a schedule by which it is kept open.</source>
        <translation>請選擇保持開啟所依的時段表。</translation>
    </message>
    <message>
        <source>It must be 0 to {most} s; 0: it opens for each alone.</source>
        <translation>必須為 0 至 {most} 秒；0 表示每人單獨開啟。</translation>
    </message>
    <message>
        <source>Please wait until the door {door} is shut.</source>
        <translation>請稍候，待門「{door}」關閉。</translation>
    </message>
    <message numerus="yes">
        <source>Please wait: a second person must be recognised within {n} second(s).</source>
        <translation>
            <numerusform>請稍候：{n} 秒內必須辨識第二人。</numerusform>
        </translation>
    </message>
    <message>
        <source>The door cannot be kept open: {why}</source>
        <translation>無法保持門開啟：{why}</translation>
    </message>
    <message>
        <source>The door is kept open by the schedule {schedule}.</source>
        <translation>依時段表 {schedule} 保持門開啟。</translation>
    </message>
    <message>
        <source>The door is no longer kept open.</source>
        <translation>門不再保持開啟。</translation>
    </message>
    <message>
        <source>The door was locked and is not kept open until its next hours.</source>
        <translation>門已上鎖，在下一個時段之前不再保持開啟。</translation>
    </message>
    <message>
        <source>The door {name!r} is kept open after the first person, and has no hours for that.</source>
        <translation>門 {name!r} 設為第一人進入後保持開啟，但沒有設定時段。</translation>
    </message>
    <message>
        <source>The door {name!r} waits {value:g} s for a second person.</source>
        <translation>門 {name!r} 等候第二人 {value:g} 秒。</translation>
    </message>
    <message>
        <source>There is no other door {name!r} to interlock with.</source>
        <translation>沒有其他門 {name!r} 可供互鎖。</translation>
    </message>
    <message>
        <source>These doors must be shut: {doors}.</source>
        <translation>下列門必須關閉：{doors}。</translation>
    </message>
    <message>
        <source>This door stays shut: {door} is run by no part of this program.</source>
        <translation>此門維持關閉：門「{door}」並非由本程式控制。</translation>
    </message>
    <message>
        <source>each alone</source>
        <translation>每人單獨</translation>
    </message>
    <message>
        <source>holidays</source>
        <translation>假日</translation>
    </message>
    <message>
        <source>kept open</source>
        <translation>保持開啟</translation>
    </message>
    <message>
        <source>kept open after the first person only</source>
        <translation>第一人進入後才保持開啟</translation>
    </message>
    <message>
        <source>opens for two people within</source>
        <translation>須兩人在此時間內才開啟</translation>
    </message>
    <message>
        <source>stays shut while open</source>
        <translation>下列門開啟時維持關閉</translation>
    </message>
    <message>
        <source>waits for a second person for</source>
        <translation>等候第二人</translation>
    </message>
    <message>
        <source>Nobody comes to the door any more.</source>
        <translation>不再有人來到門前。</translation>
    </message>
    <message>
        <source>See the log.</source>
        <translation>請查看記錄檔。</translation>
    </message>
    <message>
        <source>service restarted</source>
        <translation>已重新啟動服務</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Home Assistant looks at</source>
        <translation>Home Assistant 探索於</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>測試</translation>
    </message>
    <message>
        <source>The test did not arrive: {why}.</source>
        <translation>測試訊息未送達：{why}。</translation>
    </message>
    <message>
        <source>There is no outlet {name!r}.</source>
        <translation>沒有輸出 {name!r}。</translation>
    </message>
    <message>
        <source>Write it as https://HOST/PATH.</source>
        <translation>請寫成 https://HOST/PATH。</translation>
    </message>
    <message>
        <source>address</source>
        <translation>位址</translation>
    </message>
    <message>
        <source>dead letters sent again</source>
        <translation>已重新傳送擱置的訊息</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>for</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>from</source>
        <translation>寄件人</translation>
    </message>
    <message>
        <source>is told of</source>
        <translation>通知內容</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>電子郵件</translation>
    </message>
    <message>
        <source>no second mail within</source>
        <translation>不重複寄信的時間</translation>
    </message>
    <message>
        <source>outlet tested</source>
        <translation>已測試輸出</translation>
    </message>
    <message>
        <source>password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>port</source>
        <translation>連接埠</translation>
    </message>
    <message>
        <source>refusals that are borne</source>
        <translation>容許的拒絕次數</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>密鑰</translation>
    </message>
    <message>
        <source>server</source>
        <translation>伺服器</translation>
    </message>
    <message>
        <source>topic</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>user</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>webhook</translation>
    </message>
    <message>
        <source>webhooks</source>
        <translation>webhook</translation>
    </message>
    <message>
        <source>who signed its certificate</source>
        <translation>憑證簽發者</translation>
    </message>
    <message>
        <source>with pictures</source>
        <translation>附圖片</translation>
    </message>
    <message numerus="yes">
        <source>{n} message(s)</source>
        <translation>
            <numerusform>{n} 則訊息</numerusform>
        </translation>
    </message>
    <message>
        <source>the way in is refused</source>
        <translation>拒絕進入</translation>
    </message>
    <message>
        <source>They are inside already, since {at}.</source>
        <translation>此人自 {at} 起已在館內。</translation>
    </message>
    <message>
        <source>They have left already, at {at}.</source>
        <translation>此人已於 {at} 離開。</translation>
    </message>
    <message>
        <source>You are inside already, since {at}. Please ask at the door desk.</source>
        <translation>您自 {at} 起已在館內。請洽門口櫃台。</translation>
    </message>
    <message>
        <source>no NVIDIA graphics card with a driver was found</source>
        <translation>找不到已安裝驅動程式的 NVIDIA 顯示卡</translation>
    </message>
    <message>
        <source>faster than {card} here: {other:.1f} ms per frame, compared with {ms:.1f} ms</source>
        <translation>在此比 {card} 快：每幀 {other:.1f} 毫秒，後者 {ms:.1f} 毫秒</translation>
    </message>
    <message>
        <source>{ms:.1f} ms per frame, compared with {other:.1f} ms on the processor</source>
        <translation>每幀 {ms:.1f} 毫秒，處理器 {other:.1f} 毫秒</translation>
    </message>
    <message>
        <source>A stored face has the shape {shape}, not {wanted}.</source>
        <translation>已保存的臉形狀為 {shape}，而非 {wanted}。</translation>
    </message>
    <message>
        <source>Do not use this model.</source>
        <translation>請勿使用此模型。</translation>
    </message>
    <message>
        <source>It must be true or false.</source>
        <translation>應為 true 或 false。</translation>
    </message>
    <message>
        <source>The card of the model {model} has no threshold or window.</source>
        <translation>模型 {model} 的模型卡未註明門檻與視窗。</translation>
    </message>
    <message>
        <source>The model {model} is from an older version and handles covered faces only.</source>
        <translation>模型 {model} 來自舊版本，只適用於被遮住的臉。</translation>
    </message>
    <message>
        <source>The network of {model} gives {found} numbers, but its card says {wanted}.</source>
        <translation>{model} 的網路輸出 {found} 個數值，但模型卡註明為 {wanted}。</translation>
    </message>
    <message>
        <source>The options are: dim, pooling, dropout.</source>
        <translation>可用：dim、pooling、dropout。</translation>
    </message>
    <message>
        <source>Choose one of: {architectures}.</source>
        <translation>現有：{architectures}。</translation>
    </message>
    <message>
        <source>Choose one of: {poolings}.</source>
        <translation>現有：{poolings}。</translation>
    </message>
    <message>
        <source>Supported sizes: {sizes}.</source>
        <translation>支援的大小：{sizes}。</translation>
    </message>
    <message>
        <source>it did not answer within {seconds:.0f} seconds</source>
        <translation>它在 {seconds:.0f} 秒內沒有回應</translation>
    </message>
    <message>
        <source>--door and --any-door exclude each other.</source>
        <translation>--door 與 --any-door 不能同時使用。</translation>
    </message>
    <message>
        <source>A form cannot be written as {file!r}.</source>
        <translation>表單無法寫成 {file!r}。</translation>
    </message>
    <message>
        <source>At most {most}.</source>
        <translation>最多 {most}。</translation>
    </message>
    <message>
        <source>Change it first.</source>
        <translation>請先修改。</translation>
    </message>
    <message>
        <source>Give it another version.</source>
        <translation>請使用另一個版本名稱。</translation>
    </message>
    <message>
        <source>Name one, or block the person.</source>
        <translation>請指定一個門，或封鎖此人。</translation>
    </message>
    <message>
        <source>No consent of {name} is on record.</source>
        <translation>沒有 {name} 的同意紀錄。</translation>
    </message>
    <message>
        <source>No door is named.</source>
        <translation>未指定任何門。</translation>
    </message>
    <message>
        <source>The consent text in {language} has {n} characters.</source>
        <translation>{language} 的同意書有 {n} 個字元。</translation>
    </message>
    <message>
        <source>The consent text in {language} holds a control character (U+{code:04X}).</source>
        <translation>{language} 的同意書含有控制字元（U+{code:04X}）。</translation>
    </message>
    <message>
        <source>The consent text in {language} is empty.</source>
        <translation>{language} 的同意書是空的。</translation>
    </message>
    <message>
        <source>The consent text in {language} names {placeholder}, and nothing says what that is.</source>
        <translation>{language} 的同意書使用了 {placeholder}，但沒有填寫其內容。</translation>
    </message>
    <message>
        <source>The consent text in {language}, line {line}: {written!r} is no placeholder.</source>
        <translation>{language} 的同意書第 {line} 行：{written!r} 不是佔位符。</translation>
    </message>
    <message>
        <source>The form {path} cannot be written: {why}.</source>
        <translation>無法寫入表單 {path}：{why}。</translation>
    </message>
    <message>
        <source>There is a consent text {version} already.</source>
        <translation>已有版本 {version} 的同意書。</translation>
    </message>
    <message>
        <source>There is no consent text {version!r}.</source>
        <translation>沒有版本 {version!r} 的同意書。</translation>
    </message>
    <message>
        <source>There is no language {language!r}.</source>
        <translation>沒有語言 {language!r}。</translation>
    </message>
    <message>
        <source>They may pass these doors only: {doors}.</source>
        <translation>此人只能通過這些門：{doors}。</translation>
    </message>
    <message>
        <source>Use .html or .pdf.</source>
        <translation>請使用 .html 或 .pdf。</translation>
    </message>
    <message>
        <source>Use at most {most} printable characters.</source>
        <translation>最多 {most} 個可列印字元。</translation>
    </message>
    <message>
        <source>Write what people agree to.</source>
        <translation>請寫下要同意的內容。</translation>
    </message>
    <message>
        <source>any</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>consent text changed</source>
        <translation>同意書文字已變更</translation>
    </message>
    <message>
        <source>guest of person {host}, until {end}, {doors} only</source>
        <translation>人員 {host} 的訪客，至 {end}，僅限 {doors}</translation>
    </message>
    <message>
        <source>person&apos;s doors changed</source>
        <translation>人員可通過的門已變更</translation>
    </message>
    <message>
        <source>photos deleted</source>
        <translation>照片已刪除</translation>
    </message>
    <message>
        <source>residents&apos; screen greets by name</source>
        <translation>門口螢幕以姓名問候</translation>
    </message>
    <message>
        <source>residents&apos; screen sounds</source>
        <translation>門口螢幕音效</translation>
    </message>
    <message>
        <source>signed consent form on file</source>
        <translation>簽名同意書已存檔</translation>
    </message>
    <message>
        <source>{value!r} cannot be stored.</source>
        <translation>無法儲存 {value!r}。</translation>
    </message>
    <message>
        <source>--keep-photos goes with --withdraw.</source>
        <translation>--keep-photos 須與 --withdraw 一起使用。</translation>
    </message>
    <message>
        <source>Add --withdraw, or omit --keep-photos.</source>
        <translation>請加上 --withdraw，或省略 --keep-photos。</translation>
    </message>
    <message>
        <source>Omit --at, --language, --version and --paper.</source>
        <translation>請省略 --at、--language、--version 與 --paper。</translation>
    </message>
    <message>
        <source>Omit one of them.</source>
        <translation>請省略其中一個。</translation>
    </message>
    <message>
        <source>Give a picture file.</source>
        <translation>請指定圖片檔。</translation>
    </message>
    <message>
        <source>Give a folder of pictures.</source>
        <translation>請指定圖片資料夾。</translation>
    </message>
    <message>
        <source>Give a folder with one folder of photos per person.</source>
        <translation>請指定每人各有一個照片子資料夾的資料夾。</translation>
    </message>
    <message>
        <source>None of the photos was accepted.</source>
        <translation>沒有任何照片被採用。</translation>
    </message>
    <message>
        <source>This is not a valid PIN.</source>
        <translation>這不是有效的 PIN。</translation>
    </message>
    <message>
        <source>Choose digits that do not repeat or count up or down.</source>
        <translation>請選擇不重複、也不遞增或遞減的數字。</translation>
    </message>
    <message>
        <source>Choose one that does not contain the name and has different characters.</source>
        <translation>請選擇不含姓名且字元不同的密碼。</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>請先指定另一位管理員。</translation>
    </message>
    <message>
        <source>it stopped delivering frames</source>
        <translation>已停止傳送畫面</translation>
    </message>
    <message>
        <source>Write the hidden part instead of ***.</source>
        <translation>請寫出 *** 所代表的內容。</translation>
    </message>
    <message>
        <source>Check the file.</source>
        <translation>請檢查該檔案。</translation>
    </message>
    <message>
        <source>Is it switched on, and is the address right?</source>
        <translation>是否已開機？位址是否正確？</translation>
    </message>
    <message>
        <source>Copy it again from its source.</source>
        <translation>請從來源重新複製。</translation>
    </message>
    <message>
        <source>It cannot be read, or the link is broken.</source>
        <translation>無法讀取，或連結指向不存在的位置。</translation>
    </message>
    <message>
        <source>It is not a file but a device or a pipe.</source>
        <translation>不是檔案，而是裝置或管線。</translation>
    </message>
    <message>
        <source>The folder contains no readable photo.</source>
        <translation>資料夾中沒有可讀取的照片。</translation>
    </message>
    <message>
        <source>Put it into a folder named after the person.</source>
        <translation>請放入以該人姓名命名的資料夾。</translation>
    </message>
    <message>
        <source>Recognises people</source>
        <translation>辨識人員</translation>
    </message>
    <message>
        <source>Detects masks</source>
        <translation>偵測口罩</translation>
    </message>
    <message>
        <source>Detects photos</source>
        <translation>偵測照片</translation>
    </message>
    <message>
        <source>Public photographs of well-known people (LFW, half of them) with simulated masks</source>
        <translation>名人公開照片（LFW 的一半），口罩為合成</translation>
    </message>
    <message>
        <source>Held-out web pictures with real masks and without</source>
        <translation>保留的網路照片，真實有或無口罩</translation>
    </message>
    <message>
        <source>Held-out pictures with simulated masks</source>
        <translation>保留的照片，口罩為合成</translation>
    </message>
    <message>
        <source>Not stated: ask its author before you use it.</source>
        <translation>未說明：使用前請詢問製作者。</translation>
    </message>
    <message>
        <source>Its weaknesses are not documented: measure it before you rely on it.</source>
        <translation>弱點未記載：依賴前請先測量。</translation>
    </message>
    <message>
        <source>Correct answers</source>
        <translation>正確率</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>準確率</translation>
    </message>
    <message>
        <source>Wrong decisions</source>
        <translation>誤判</translation>
    </message>
    <message>
        <source>Error rates</source>
        <translation>錯誤率</translation>
    </message>
    <message>
        <source>Strangers mistaken for somebody</source>
        <translation>陌生人被誤認的比例</translation>
    </message>
    <message>
        <source>At 1 false accept in 10,000 comparisons, by a single picture; the door requires several to agree.</source>
        <translation>以萬分之 1 誤接受、單張影像計；門會要求多張一致。</translation>
    </message>
    <message>
        <source>Actual</source>
        <translation>實際</translation>
    </message>
    <message>
        <source>Classified as</source>
        <translation>判定結果</translation>
    </message>
    <message>
        <source>Position error below a mask</source>
        <translation>口罩下定位的偏差</translation>
    </message>
    <message>
        <source>Second estimate</source>
        <translation>第二次定位</translation>
    </message>
    <message>
        <source>First estimate</source>
        <translation>第一次定位</translation>
    </message>
    <message>
        <source>Median, in per cent of the distance between the eyes.</source>
        <translation>以兩眼距離的百分比計；半數的點更接近。</translation>
    </message>
    <message>
        <source>Living people refused, and photos let through, each by a network that never saw them.</source>
        <translation>被拒絕的真人與被放行的照片：皆由未見過他們的網路判定。</translation>
    </message>
    <message>
        <source>Passing the head turn</source>
        <translation>通過轉頭檢查的比例</translation>
    </message>
    <message>
        <source>Passing the depth check</source>
        <translation>通過深度攝影機的比例</translation>
    </message>
    <message>
        <source>Similarity from which two pictures count as the same person, by false-accept rate</source>
        <translation>各誤接受率下視為同一人的相似度</translation>
    </message>
    <message>
        <source>Photos mistaken for somebody else</source>
        <translation>被當成他人的照片</translation>
    </message>
    <message>
        <source>The relay {relay} does not know the command.</source>
        <translation>繼電器 {relay} 無法理解請求。</translation>
    </message>
    <message>
        <source>An alarm output needs contact or tamper.</source>
        <translation>警報輸出需要 contact 或 tamper，才有警報可以發出。</translation>
    </message>
    <message>
        <source>The report is of an unknown kind.</source>
        <translation>報告的種類不明。</translation>
    </message>
    <message>
        <source>An id has lower-case letters, digits, dots and dashes, and starts with a letter or digit.</source>
        <translation>識別碼由小寫字母、數字、句點和連字號組成，並以字母或數字開頭。</translation>
    </message>
    <message>
        <source>Use the one exported from this home. Nothing was changed.</source>
        <translation>請找出從此主資料夾匯出的那一個。未變更任何內容。</translation>
    </message>
    <message>
        <source>A part of the address {where} is hidden.</source>
        <translation>位址 {where} 中有一部分被隱藏。</translation>
    </message>
    <message>
        <source>The password in the address {where} cannot be told apart from the rest.</source>
        <translation>位址 {where} 中的密碼無法與其餘部分區分。</translation>
    </message>
    <message>
        <source>The password in the address {where} contains a % that does not start an escape.</source>
        <translation>位址 {where} 的密碼中有一個 % 不是任何字元的開頭。</translation>
    </message>
    <message>
        <source>It is damaged or was replaced: install the model again.</source>
        <translation>它已損壞或遭替換：請重新安裝模型。</translation>
    </message>
    <message>
        <source>It is in the file that was written then.</source>
        <translation>它在當時寫出的檔案中。</translation>
    </message>
    <message>
        <source>Arrange them as NAME/bare and NAME/masked.</source>
        <translation>請依 NAME/bare 與 NAME/masked 排列。</translation>
    </message>
    <message>
        <source>Change the doors&apos; rules first: gatekeeper doors set.</source>
        <translation>請先變更這些門的規則：gatekeeper doors set。</translation>
    </message>
    <message>
        <source>Create it, or connect its disk.</source>
        <translation>請建立它，或連接其所在的磁碟。</translation>
    </message>
    <message>
        <source>Give a file that `gatekeeper backup` wrote.</source>
        <translation>請指定由 `gatekeeper backup` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Give a file that `gatekeeper key export` wrote.</source>
        <translation>請指定由 `gatekeeper key export` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Give a file that `{made_by}` wrote.</source>
        <translation>請指定由 `{made_by}` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Choose a new file; nothing is overwritten.</source>
        <translation>請指定尚不存在的檔案：不會覆寫任何東西。</translation>
    </message>
    <message>
        <source>Give a folder of .npz files.</source>
        <translation>請指定含有 .npz 檔案的資料夾。</translation>
    </message>
    <message>
        <source>Choose a folder on another disk.</source>
        <translation>請指定位於另一顆磁碟上的資料夾。</translation>
    </message>
    <message>
        <source>Choose a new file in an existing folder.</source>
        <translation>請指定現有資料夾中的新檔案。</translation>
    </message>
    <message>
        <source>Choose a new file.</source>
        <translation>請指定新檔案。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>請指定其他檔案。</translation>
    </message>
    <message>
        <source>Use a report of demo, bench or bench --gallery.</source>
        <translation>請指定 demo、bench 或 bench --gallery 的報告。</translation>
    </message>
    <message>
        <source>Put the column names {known} into the first line.</source>
        <translation>請在第一行列出欄位 {known}。</translation>
    </message>
    <message>
        <source>Give the file that `gatekeeper key export` wrote with --key.</source>
        <translation>請以 --key 指定由 `gatekeeper key export` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Give the key that the home had when it was made with --key.</source>
        <translation>請以 --key 指定備份當時主資料夾所用的金鑰。</translation>
    </message>
    <message>
        <source>Use the one exported from this home.</source>
        <translation>請指定從此主資料夾取出的那一個。</translation>
    </message>
    <message>
        <source>Only embedding models can be installed.</source>
        <translation>只能安裝能辨識臉部的模型。</translation>
    </message>
    <message>
        <source>Open the database once for writing with this program, which upgrades it.</source>
        <translation>請用本程式以可寫入方式開啟一次資料庫，使其更新到最新版本。</translation>
    </message>
    <message>
        <source>The address {where} contains a space.</source>
        <translation>位址 {where} 含有空格。</translation>
    </message>
    <message>
        <source>The address {where} has no host.</source>
        <translation>位址 {where} 沒有指定主機。</translation>
    </message>
    <message>
        <source>The address {where} has an invalid port.</source>
        <translation>位址 {where} 沒有指定有效的連接埠。</translation>
    </message>
    <message>
        <source>The backup {backup} contains a file {name!r} outside the home.</source>
        <translation>備份 {backup} 列有主資料夾之外的檔案 {name!r}。</translation>
    </message>
    <message>
        <source>The card of {model} does not list the file {name}.</source>
        <translation>{model} 的模型卡未列出檔案 {name}。</translation>
    </message>
    <message>
        <source>Correct answers, by the models&apos; cards</source>
        <translation>依模型卡的正確率</translation>
    </message>
    <message>
        <source>The disk of {path} failed: {why}.</source>
        <translation>{path} 所在的磁碟發生故障：{why}。</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not accept data: {error}</source>
        <translation>門的序列埠不接受資料：{error}</translation>
    </message>
    <message>
        <source>The library pyrealsense2, needed for depth cameras, is not installed.</source>
        <translation>未安裝深度攝影機所需的函式庫 pyrealsense2。</translation>
    </message>
    <message>
        <source>The database migrations of {package} are missing.</source>
        <translation>{package} 旁缺少資料庫的移轉檔。</translation>
    </message>
    <message>
        <source>The model card {path} is not valid.</source>
        <translation>{path} 不是模型卡。</translation>
    </message>
    <message>
        <source>The model card {path} has a cohort that is not one of its files: {cohort!r}.</source>
        <translation>模型卡 {path} 指定的對照群不在其檔案之中：{cohort!r}。</translation>
    </message>
    <message>
        <source>The model card {path} lists a file outside its folder: {name!r}.</source>
        <translation>模型卡 {path} 列有其資料夾之外的檔案：{name!r}。</translation>
    </message>
    <message>
        <source>The model {model} has the threshold {threshold:g} for {pairing} at FMR {fmr:g}.</source>
        <translation>模型 {model} 將 {pairing} 在 FMR {fmr:g} 的門檻定為 {threshold:g}。</translation>
    </message>
    <message>
        <source>The model {model} lists no files.</source>
        <translation>模型 {model} 未列出任何檔案。</translation>
    </message>
    <message>
        <source>Write the table again.</source>
        <translation>請重寫該表格。</translation>
    </message>
    <message>
        <source>The schedule {name!r} is used by {doors}.</source>
        <translation>時段表 {name!r} 仍由下列使用：{doors}。</translation>
    </message>
    <message>
        <source>The seed was already exported.</source>
        <translation>種子值先前已取出。</translation>
    </message>
    <message>
        <source>The seed belongs to another log.</source>
        <translation>此種子值屬於另一份紀錄。</translation>
    </message>
    <message>
        <source>The seed of the log was exported, and the file with the next key is missing.</source>
        <translation>紀錄的種子值已取出，而存有下一把金鑰的檔案已遺失。</translation>
    </message>
    <message>
        <source>The tables of {path} have version {found}; this program needs {wanted}.</source>
        <translation>{path} 的資料表版本為 {found}，本程式需要 {wanted}。</translation>
    </message>
    <message>
        <source>The tables of {path} cannot be upgraded: {error}</source>
        <translation>無法將 {path} 的資料表更新：{error}</translation>
    </message>
    <message>
        <source>There is already a database in {home}.</source>
        <translation>{home} 中已有資料庫。</translation>
    </message>
    <message>
        <source>There already is an account {name!r}.</source>
        <translation>帳號 {name!r} 已存在。</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>未設定 PIN。</translation>
    </message>
    <message>
        <source>The device {device!r} does not exist.</source>
        <translation>沒有裝置 {device!r}。</translation>
    </message>
    <message>
        <source>This PIN was entered wrongly {most} times within a year and is disabled.</source>
        <translation>此 PIN 一年內輸入錯誤 {most} 次，已停用。</translation>
    </message>
    <message>
        <source>To replace it with the backup: --replace. It is then moved aside.</source>
        <translation>若要以備份取代：--replace。現有的會被移到一旁。</translation>
    </message>
    <message>
        <source>{part} is not a range of days</source>
        <translation>{part} 不是日期範圍</translation>
    </message>
    <message>
        <source>{path} cannot be restored after a change that failed: {error}</source>
        <translation>變更未完成，但無法將 {path} 還原成先前的狀態：{error}</translation>
    </message>
    <message>
        <source>{path} is not a frame of a depth recording: wrong type or size.</source>
        <translation>{path} 不是深度錄影的影像幀：型別或大小不符。</translation>
    </message>
    <message>
        <source>{path} is not a frame of a depth recording: {error}</source>
        <translation>{path} 不是深度錄影的影像幀：{error}</translation>
    </message>
    <message>
        <source>{path} is not in a folder of a person and a state.</source>
        <translation>{path} 不在人員與口罩狀態的資料夾中。</translation>
    </message>
    <message>
        <source>{path}, line {at}: unknown column {character!r}.</source>
        <translation>{path} 第 {at} 行：不認識欄位 {character!r}。</translation>
    </message>
    <message>
        <source>{path}, line {at}: this is not text.</source>
        <translation>{path} 第 {at} 行：這不是文字。</translation>
    </message>
    <message>
        <source>{path}, line {at}: there are two columns {column}.</source>
        <translation>{path} 第 {at} 行：有兩個欄位名為 {column}。</translation>
    </message>
    <message>
        <source>{photos} stored photos of {people} people, each compared with all others.</source>
        <translation>{people} 人的 {photos} 張保留照片，每張與其他所有照片比對。</translation>
    </message>
    <message>
        <source>{table} lists them in line {first} and in line {second}.</source>
        <translation>{table} 的第 {first} 行和第 {second} 行都提到此人。</translation>
    </message>
    <message>
        <source>{text!r} is not a range of hours: {error}.</source>
        <translation>{text!r} 不是有效的時段：{error}。</translation>
    </message>
    <message>
        <source>{to} already exists.</source>
        <translation>{to} 已存在。</translation>
    </message>
    <message>
        <source>{to} has just been written by another program.</source>
        <translation>{to} 剛被另一個程式寫入。</translation>
    </message>
    <message>
        <source>{weekdays} are not weekdays.</source>
        <translation>{weekdays} 不是星期幾。</translation>
    </message>
    <message>
        <source>the format is DAYS FROM-TO</source>
        <translation>格式為「日 起-迄」</translation>
    </message>
    <message>
        <source>its contents are invalid</source>
        <translation>內容無法解讀</translation>
    </message>
    <message>
        <source>{backup} is not a gatekeeper backup.</source>
        <translation>{backup} 不是 gatekeeper 的備份。</translation>
    </message>
    <message>
        <source>{file} is in neither a folder bare/ nor masked/.</source>
        <translation>{file} 既不在 bare/ 也不在 masked/ 資料夾中。</translation>
    </message>
    <message>
        <source>{folder} contains no frames of living people, or none of pictures.</source>
        <translation>{folder} 中沒有真人影像，或沒有翻拍影像。</translation>
    </message>
    <message>
        <source>{folder} does not have the required layout.</source>
        <translation>{folder} 的排列方式不符所需。</translation>
    </message>
    <message>
        <source>{folder} is inside the home.</source>
        <translation>{folder} 就在主資料夾之中。</translation>
    </message>
    <message>
        <source>{keep} is not a number of backups to keep.</source>
        <translation>保留 {keep} 份等於沒有備份。</translation>
    </message>
    <message>
        <source>{name} is an unsupported kind of {format}.</source>
        <translation>{name} 是不支援的 {format} 類型。</translation>
    </message>
    <message>
        <source>{name} is not a file but a device or a pipe.</source>
        <translation>{name} 不是檔案，而是裝置或管線。</translation>
    </message>
    <message>
        <source>{name} would need {passes} decoding passes.</source>
        <translation>{name} 需要 {passes} 次掃描才能解碼。</translation>
    </message>
    <message>
        <source>The relay {relay} is not a Shelly.</source>
        <translation>繼電器 {relay} 不是 Shelly。</translation>
    </message>
    <message>
        <source>Error rates here</source>
        <translation>此處的錯誤率</translation>
    </message>
    <message>
        <source>The disk of {path} is full; reading needs a little space as well.</source>
        <translation>{path} 所在的磁碟已滿：讀取也需要少許空間。</translation>
    </message>
    <message>
        <source>A second person with the same right must sign in and confirm.</source>
        <translation>請另一位有此權限的人登入並確認。</translation>
    </message>
    <message>
        <source>There are no two administrators who could confirm each other.</source>
        <translation>沒有兩位可互相確認的管理員。</translation>
    </message>
    <message>
        <source>This is already their PIN.</source>
        <translation>這已是此人的 PIN。</translation>
    </message>
    <message>
        <source>Choose another one that is not typed by mistake.</source>
        <translation>請選擇不會誤按的另一組。</translation>
    </message>
    <message>
        <source>Check the address, the network and the user&apos;s rights there.</source>
        <translation>請檢查位址、網路，以及該使用者在伺服器上的權限。</translation>
    </message>
    <message>
        <source>If its administrator confirms it (ssh-keygen -lf), set backup.host_key to it.</source>
        <translation>若該伺服器的管理員告知的是同一把金鑰（ssh-keygen -lf），請將它填入 backup.host_key。</translation>
    </message>
    <message>
        <source>The key of {host} is not known yet. It shows {shown} ({kind}).</source>
        <translation>尚不知道 {host} 的金鑰。它出示的是 {shown}（{kind}）。</translation>
    </message>
    <message>
        <source>Load it into the SSH agent and leave backup.key_file empty, or create a key only for backups.</source>
        <translation>請將它載入 SSH 代理程式並將 backup.key_file 留空，或另外製作一把備份專用的金鑰。</translation>
    </message>
    <message>
        <source>Create it there.</source>
        <translation>請在該處建立它。</translation>
    </message>
    <message>
        <source>Give a folder, or set backup.to in config.toml.</source>
        <translation>請指定資料夾，或在 config.toml 中設定 backup.to。</translation>
    </message>
    <message>
        <source>The SSH key {path} has a passphrase, which cannot be entered here.</source>
        <translation>SSH 金鑰 {path} 設有密語，但無法在此輸入。</translation>
    </message>
    <message>
        <source>This requires two people: {act}.</source>
        <translation>此操作需要兩個人：{act}。</translation>
    </message>
    <message>
        <source>The server&apos;s copy of the backup differs from what was sent.</source>
        <translation>伺服器存下的備份與送出的內容不符。</translation>
    </message>
    <message>
        <source>A backup is already being made.</source>
        <translation>已在進行備份。</translation>
    </message>
    <message>
        <source>The backup {name} was not restored: the log has grown since that was requested (entries: {count}).</source>
        <translation>備份 {name} 未還原：提出要求之後，記錄又有新增（筆數：{count}）。</translation>
    </message>
    <message>
        <source>Swap the two days.</source>
        <translation>請將兩個日期對調。</translation>
    </message>
    <message>
        <source>Choose an earlier end.</source>
        <translation>請選擇較早的結束時間。</translation>
    </message>
    <message>
        <source>There already is a group {name!r}.</source>
        <translation>已有群組 {name!r}。</translation>
    </message>
    <message>
        <source>There already is a schedule {name!r}.</source>
        <translation>已有時段表 {name!r}。</translation>
    </message>
    <message>
        <source>{day!r} is not a day.</source>
        <translation>{day!r} 不是日期。</translation>
    </message>
    <message>
        <source>{day!r} has no year.</source>
        <translation>{day!r} 沒有年份。</translation>
    </message>
    <message>
        <source>There already is a token {name!r}.</source>
        <translation>已有名為 {name!r} 的權杖。</translation>
    </message>
    <message>
        <source>{days} days is not a valid lifetime for a token.</source>
        <translation>{days} 天不能作為權杖的有效期。</translation>
    </message>
    <message>
        <source>pulse must be &quot;waveshare&quot; or omitted.</source>
        <translation>pulse 必須是 &quot;waveshare&quot;，或省略不寫。</translation>
    </message>
    <message>
        <source>Add --yes to go on without being asked.</source>
        <translation>加上 --yes 即可不經詢問直接執行。</translation>
    </message>
    <message>
        <source>{question} Nobody can answer here, and nothing was changed.</source>
        <translation>{question} 此處無人能回答，未做任何變更。</translation>
    </message>
    <message>
        <source>Nobody can sign in here as the second person, and nothing was done.</source>
        <translation>此處無法讓第二人登入，未執行任何動作。</translation>
    </message>
    <message>
        <source>Run it in a terminal, or pipe in name and password, one per line.</source>
        <translation>請在終端機中執行，或以管線各一行輸入姓名與密碼。</translation>
    </message>
    <message>
        <source>HTTP {code}: it sends on to another address, which is not followed</source>
        <translation>HTTP {code}：對方轉向另一個位址，不予跟隨</translation>
    </message>
    <message>
        <source>HTTP {code}: there is nobody there any more</source>
        <translation>HTTP {code}：該處已無接收者</translation>
    </message>
    <message>
        <source>Nothing is held back or put aside any more.</source>
        <translation>不再有被擱置或等候的訊息。</translation>
    </message>
    <message>
        <source>dead letters thrown away</source>
        <translation>擱置的訊息已捨棄</translation>
    </message>
    <message>
        <source>it does not offer what is needed: {why}</source>
        <translation>對方不提供所需功能：{why}</translation>
    </message>
    <message>
        <source>it has hung up</source>
        <translation>對方中斷了連線</translation>
    </message>
    <message>
        <source>it offers no STARTTLS, and nothing is sent in clear</source>
        <translation>對方不支援 STARTTLS，而本程式不以明文傳送</translation>
    </message>
    <message>
        <source>it takes no connections there</source>
        <translation>該處不接受連線</translation>
    </message>
    <message>
        <source>its certificate is for another name: {why}</source>
        <translation>其憑證屬於另一個名稱：{why}</translation>
    </message>
    <message>
        <source>its certificate is signed by nobody who is trusted here ({why}): name the file of who signed it</source>
        <translation>其憑證非由此處信任的機構簽發（{why}）：請指定簽發者的檔案</translation>
    </message>
    <message>
        <source>no TLS can be spoken with it: {why}</source>
        <translation>無法與對方建立 TLS：{why}</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>沒有回應</translation>
    </message>
    <message>
        <source>there is no such host</source>
        <translation>沒有這個主機</translation>
    </message>
    <message>
        <source>what is not taken is put aside after</source>
        <translation>未被接收者擱置於</translation>
    </message>
    <message>
        <source>{file} holds no certificates: {why}</source>
        <translation>{file} 不含憑證：{why}</translation>
    </message>
    <message>
        <source>{outlet} has taken nothing since {since}: {why}</source>
        <translation>{outlet} 自 {since} 起未接收任何訊息：{why}</translation>
    </message>
    <message>
        <source>No folder for the evacuation list is set.</source>
        <translation>未設定疏散名單的資料夾。</translation>
    </message>
    <message>
        <source>Set one, or evacuation.folder in config.toml.</source>
        <translation>請設定資料夾，或在 config.toml 設定 evacuation.folder。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written to: {why}.</source>
        <translation>無法寫入資料夾 {folder}：{why}。</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {why}.</source>
        <translation>無法讀取名單 {path}：{why}。</translation>
    </message>
    <message>
        <source>evacuation list written</source>
        <translation>疏散名單已寫入</translation>
    </message>
    <message>
        <source>All doors stand open: nobody can say yet who is inside.</source>
        <translation>所有門都敞開著：目前無法確定誰在內。</translation>
    </message>
    <message>
        <source>Choose a later one.</source>
        <translation>請選擇較晚的時間。</translation>
    </message>
    <message>
        <source>Let the doors follow their rules again first.</source>
        <translation>請先讓門恢復依規則運作。</translation>
    </message>
    <message numerus="yes">
        <source>Nobody is watched for longer than {n} day(s) at a time.</source>
        <translation>
            <numerusform>每次列入觀察名單最長 {n} 天。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is watched for without an end.</source>
        <translation>列入觀察名單必須有結束日期。</translation>
    </message>
    <message>
        <source>Say until when: --until 2026-01-31.</source>
        <translation>請指定結束日期：--until 2026-01-31。</translation>
    </message>
    <message>
        <source>See `gatekeeper alarms watch list`.</source>
        <translation>請參閱 `gatekeeper alarms watch list`。</translation>
    </message>
    <message>
        <source>See `gatekeeper inside list`.</source>
        <translation>請參閱 `gatekeeper inside list`。</translation>
    </message>
    <message>
        <source>Somebody on the watch list was at the door: {why}</source>
        <translation>觀察名單上的人出現在門前：{why}</translation>
    </message>
    <message>
        <source>The visitor on the watch list has not come again for a while.</source>
        <translation>觀察名單上的訪客已有一段時間未再出現。</translation>
    </message>
    <message>
        <source>They have not agreed to be recognised: ask whoever is responsible for data protection. Then set watch_list in [alarms] of config.toml to true, or turn it on in the window: Alarms, Watch list.</source>
        <translation>他們並未同意被辨識：請先詢問資料保護負責人。然後將 config.toml 中 [alarms] 的 watch_list 設為 true，或在視窗的「警報」頁「觀察名單」分頁中開啟。</translation>
    </message>
    <message>
        <source>This site keeps no watch list of unknown visitors.</source>
        <translation>本場所不使用未知訪客的觀察名單。</translation>
    </message>
    <message>
        <source>This visitor is registered, as {name} (number {number}).</source>
        <translation>此訪客已登錄為 {name}（編號 {number}）。</translation>
    </message>
    <message>
        <source>event {number}, until {until}: {why}</source>
        <translation>事件 {number}，至 {until}：{why}</translation>
    </message>
    <message>
        <source>list of who is inside cleared</source>
        <translation>在場名單已清除</translation>
    </message>
    <message>
        <source>list of who is inside confirmed</source>
        <translation>在場名單已確認</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>visitor watched for</source>
        <translation>訪客列入觀察名單</translation>
    </message>
    <message>
        <source>visitor watched for no longer</source>
        <translation>訪客移出觀察名單</translation>
    </message>
    <message>
        <source>watch list of unknown visitors</source>
        <translation>未知訪客的觀察名單</translation>
    </message>
    <message>
        <source>watch list purged</source>
        <translation>觀察名單中的到期項目已刪除</translation>
    </message>
    <message numerus="yes">
        <source>{n} visitor(s)</source>
        <translation>
            <numerusform>{n} 位訪客</numerusform>
        </translation>
    </message>
    <message>
        <source>All doors have stood open since {since}: whoever came in before may have left unseen.</source>
        <translation>所有門自 {since} 起敞開：先前進入的人可能已在未被看到的情況下離開。</translation>
    </message>
    <message>
        <source>All doors stood open from {since} to {until}: whoever came in before may have left unseen.</source>
        <translation>所有門自 {since} 至 {until} 敞開：先前進入的人可能已在未被看到的情況下離開。</translation>
    </message>
    <message>
        <source>Restart the program, then change it.</source>
        <translation>請重新啟動程式後再更改。</translation>
    </message>
    <message>
        <source>A program error keeps this door shut; see its log.</source>
        <translation>程式發生錯誤，此門保持關閉：請查看程式記錄。</translation>
    </message>
    <message>
        <source>The face of an event cannot be stored: it is not a picture.</source>
        <translation>無法保存事件的臉：它不是影像。</translation>
    </message>
    <message>
        <source>The face of event {event} is not stored (or no longer).</source>
        <translation>事件 {event} 的臉部影像未保存或已不再保存。</translation>
    </message>
    <message>
        <source>{name} looks like {other} (number {other_number}), who is already registered.</source>
        <translation>{name} 與已登錄的 {other}（編號 {other_number}）相似。</translation>
    </message>
    <message>
        <source>Reload it, then change it.</source>
        <translation>請重新載入後再修改。</translation>
    </message>
    <message>
        <source>Nothing says what the guest looks like.</source>
        <translation>沒有任何資料說明訪客的長相。</translation>
    </message>
    <message>
        <source>Ask it from a program.</source>
        <translation>請改由程式查詢。</translation>
    </message>
    <message numerus="yes">
        <source>At most {n} byte(s).</source>
        <translation>
            <numerusform>最多 {n} 位元組。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages of other servers may not ask the service.</source>
        <translation>其他伺服器的網頁不得查詢本服務。</translation>
    </message>
    <message>
        <source>See /openapi.json.</source>
        <translation>請參閱 /openapi.json。</translation>
    </message>
    <message>
        <source>See /v1/alarms.</source>
        <translation>請參閱 /v1/alarms。</translation>
    </message>
    <message>
        <source>See /v1/cameras.</source>
        <translation>請參閱 /v1/cameras。</translation>
    </message>
    <message>
        <source>See /v1/doors.</source>
        <translation>請參閱 /v1/doors。</translation>
    </message>
    <message>
        <source>See /v1/guests.</source>
        <translation>請參閱 /v1/guests。</translation>
    </message>
    <message>
        <source>See /v1/people.</source>
        <translation>請參閱 /v1/people。</translation>
    </message>
    <message>
        <source>See RFC 7578.</source>
        <translation>請參閱 RFC 7578。</translation>
    </message>
    <message>
        <source>See the log of the service.</source>
        <translation>請查看服務的記錄檔。</translation>
    </message>
    <message>
        <source>Send event_id, or photos.</source>
        <translation>請傳送 event_id 或 photos。</translation>
    </message>
    <message>
        <source>Send fields and photos as a form.</source>
        <translation>請以表單傳送欄位與照片。</translation>
    </message>
    <message>
        <source>Send it whole.</source>
        <translation>請完整傳送。</translation>
    </message>
    <message>
        <source>The camera {camera} does not watch the door {door}.</source>
        <translation>攝影機 {camera} 並未監看門 {door}。</translation>
    </message>
    <message>
        <source>The camera {name} has delivered no picture yet.</source>
        <translation>攝影機 {name} 尚未提供任何影像。</translation>
    </message>
    <message>
        <source>The form cannot be read: {error}</source>
        <translation>無法讀取表單：{error}</translation>
    </message>
    <message>
        <source>The request is too large.</source>
        <translation>請求過大。</translation>
    </message>
    <message>
        <source>The service has another name.</source>
        <translation>本服務使用的是其他名稱。</translation>
    </message>
    <message>
        <source>The service has nothing at this path.</source>
        <translation>服務在此路徑沒有任何內容。</translation>
    </message>
    <message>
        <source>The service has too many clients.</source>
        <translation>服務的用戶端過多。</translation>
    </message>
    <message>
        <source>There is no camera {name!r}.</source>
        <translation>沒有攝影機 {name!r}。</translation>
    </message>
    <message>
        <source>There is no door {name!r}.</source>
        <translation>沒有門 {name!r}。</translation>
    </message>
    <message>
        <source>There is no picture of the event {number}.</source>
        <translation>事件 {number} 沒有影像。</translation>
    </message>
    <message>
        <source>This is not {kind}.</source>
        <translation>這不是 {kind}。</translation>
    </message>
    <message>
        <source>Too many requests.</source>
        <translation>請求過於頻繁。</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>請稍後再試。</translation>
    </message>
    <message>
        <source>Use a name in its certificate, or localhost.</source>
        <translation>請使用其憑證中的名稱，或 localhost。</translation>
    </message>
    <message numerus="yes">
        <source>Wait {n} second(s).</source>
        <translation>
            <numerusform>請等待 {n} 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>Camera {camera}: there are no more pictures.</source>
        <translation>攝影機 {camera}：沒有更多影像。</translation>
    </message>
    <message>
        <source>Nobody is recognised any more until the service starts again.</source>
        <translation>服務重新啟動之前，不再辨識任何人。</translation>
    </message>
    <message>
        <source>Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`.</source>
        <translation>尚未登錄任何人，因此所有人都是陌生人。請參閱 `gatekeeper enrol --help`。</translation>
    </message>
    <message>
        <source>Do not restore this backup.</source>
        <translation>請勿還原此備份。</translation>
    </message>
    <message>
        <source>A backup is being made already.</source>
        <translation>已在進行備份。</translation>
    </message>
    <message>
        <source>A kept face has the shape {shape}, not {wanted}.</source>
        <translation>已保存的臉形狀為 {shape}，而非 {wanted}。</translation>
    </message>
    <message>
        <source>An error in the program keeps this door shut: see its log.</source>
        <translation>程式發生錯誤，此門保持關閉：請查看程式記錄。</translation>
    </message>
    <message>
        <source>Check the address, the network, and what the user may do there.</source>
        <translation>請檢查位址、網路，以及該使用者在伺服器上的權限。</translation>
    </message>
    <message>
        <source>Find the one that was exported from this home. Nothing was changed.</source>
        <translation>請找出從此主資料夾匯出的那一個。未變更任何內容。</translation>
    </message>
    <message>
        <source>Home Assistant discovery prefix</source>
        <translation>Home Assistant 探索前綴</translation>
    </message>
    <message>
        <source>If its administrator names the same one (ssh-keygen -lf), set backup.host_key to it.</source>
        <translation>若該伺服器的管理員告知的是同一把金鑰（ssh-keygen -lf），請將它填入 backup.host_key。</translation>
    </message>
    <message>
        <source>In the address {where} a part is hidden.</source>
        <translation>位址 {where} 中有一部分被隱藏。</translation>
    </message>
    <message>
        <source>In the address {where} the password cannot be told from the rest.</source>
        <translation>位址 {where} 中的密碼無法與其餘部分區分。</translation>
    </message>
    <message>
        <source>In the address {where} the password holds a % that begins no character.</source>
        <translation>位址 {where} 的密碼中有一個 % 不是任何字元的開頭。</translation>
    </message>
    <message>
        <source>Is it on, and the address right?</source>
        <translation>是否已開機？位址是否正確？</translation>
    </message>
    <message>
        <source>It is not known yet which key {host} has. It shows {shown} ({kind}).</source>
        <translation>尚不知道 {host} 的金鑰。它出示的是 {shown}（{kind}）。</translation>
    </message>
    <message>
        <source>Load it into the SSH agent and leave backup.key_file empty, or make a key for backups alone.</source>
        <translation>請將它載入 SSH 代理程式並將 backup.key_file 留空，或另外製作一把備份專用的金鑰。</translation>
    </message>
    <message>
        <source>Look at the file.</source>
        <translation>請檢查該檔案。</translation>
    </message>
    <message>
        <source>Make it there.</source>
        <translation>請在該處建立它。</translation>
    </message>
    <message>
        <source>Make it, or connect the disk that it lies on.</source>
        <translation>請建立它，或連接其所在的磁碟。</translation>
    </message>
    <message>
        <source>Name a file in a folder that exists.</source>
        <translation>請指定位於現有資料夾中的檔案。</translation>
    </message>
    <message>
        <source>Name a file that `gatekeeper backup` wrote.</source>
        <translation>請指定由 `gatekeeper backup` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Name a file that `gatekeeper key export` wrote.</source>
        <translation>請指定由 `gatekeeper key export` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Name a file that is not there yet: nothing is overwritten.</source>
        <translation>請指定尚不存在的檔案：不會覆寫任何東西。</translation>
    </message>
    <message>
        <source>Name a folder of .npz files.</source>
        <translation>請指定含有 .npz 檔案的資料夾。</translation>
    </message>
    <message>
        <source>Name a folder on another disk.</source>
        <translation>請指定位於另一顆磁碟上的資料夾。</translation>
    </message>
    <message>
        <source>Name a folder, or set backup.to in config.toml.</source>
        <translation>請指定資料夾，或在 config.toml 中設定 backup.to。</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>請指定其他檔案。</translation>
    </message>
    <message>
        <source>Name the file that `gatekeeper key export` wrote: --key.</source>
        <translation>請以 --key 指定由 `gatekeeper key export` 寫出的檔案。</translation>
    </message>
    <message>
        <source>Name the key that the home had when it was made: --key.</source>
        <translation>請以 --key 指定備份當時主資料夾所用的金鑰。</translation>
    </message>
    <message>
        <source>No messages are put aside any more.</source>
        <translation>已沒有擱置的訊息。</translation>
    </message>
    <message>
        <source>Open the database once for writing with this program, which brings it up to date.</source>
        <translation>請用本程式以可寫入方式開啟一次資料庫，使其更新到最新版本。</translation>
    </message>
    <message>
        <source>The SSH key {path} has a passphrase, which nobody is there to enter.</source>
        <translation>SSH 金鑰 {path} 設有密語，但沒有人能在場輸入。</translation>
    </message>
    <message>
        <source>The address {where} holds a space.</source>
        <translation>位址 {where} 含有空格。</translation>
    </message>
    <message>
        <source>The address {where} names no host.</source>
        <translation>位址 {where} 沒有指定主機。</translation>
    </message>
    <message>
        <source>The address {where} names no port that there is.</source>
        <translation>位址 {where} 沒有指定有效的連接埠。</translation>
    </message>
    <message>
        <source>The backup {backup} names a file {name!r} outside of the home.</source>
        <translation>備份 {backup} 列有主資料夾之外的檔案 {name!r}。</translation>
    </message>
    <message>
        <source>The backup {name} was not put in place: the log has gone on since that was asked for (entries: {count}).</source>
        <translation>備份 {name} 未還原：提出要求之後，記錄又有新增（筆數：{count}）。</translation>
    </message>
    <message>
        <source>The disk of {path} fails: {why}.</source>
        <translation>{path} 所在的磁碟發生故障：{why}。</translation>
    </message>
    <message>
        <source>The disk of {path} is full: also reading takes a little room there.</source>
        <translation>{path} 所在的磁碟已滿：讀取也需要少許空間。</translation>
    </message>
    <message>
        <source>The door&apos;s serial port does not take data: {error}</source>
        <translation>門的序列埠不接受資料：{error}</translation>
    </message>
    <message>
        <source>The face of an event cannot be kept: it is no picture.</source>
        <translation>無法保存事件的臉：它不是影像。</translation>
    </message>
    <message>
        <source>The face of event {event} is not kept (any more).</source>
        <translation>事件 {event} 的臉部影像未保存或已不再保存。</translation>
    </message>
    <message>
        <source>The library pyrealsense2 for depth cameras is not installed.</source>
        <translation>未安裝深度攝影機所需的函式庫 pyrealsense2。</translation>
    </message>
    <message>
        <source>The migrations of the database are missing beside {package}.</source>
        <translation>{package} 旁缺少資料庫的移轉檔。</translation>
    </message>
    <message>
        <source>The relay {relay} does not know what it was asked.</source>
        <translation>繼電器 {relay} 無法理解請求。</translation>
    </message>
    <message>
        <source>The relay {relay} is no Shelly.</source>
        <translation>繼電器 {relay} 不是 Shelly。</translation>
    </message>
    <message>
        <source>The seed of the log was taken away, and the file with the next key is gone.</source>
        <translation>紀錄的種子值已取出，而存有下一把金鑰的檔案已遺失。</translation>
    </message>
    <message>
        <source>The tables of {path} are of version {found}, this program needs {wanted}.</source>
        <translation>{path} 的資料表版本為 {found}，本程式需要 {wanted}。</translation>
    </message>
    <message>
        <source>The tables of {path} cannot be brought up to date: {error}</source>
        <translation>無法將 {path} 的資料表更新：{error}</translation>
    </message>
    <message>
        <source>There is a database in {home} already.</source>
        <translation>{home} 中已有資料庫。</translation>
    </message>
    <message>
        <source>This PIN was guessed wrongly {most} times within a year: it opens nothing any more.</source>
        <translation>此 PIN 一年內被猜錯 {most} 次：已無法再開門。</translation>
    </message>
    <message>
        <source>To put the backup in its place: --replace. It is moved aside then.</source>
        <translation>若要以備份取代：--replace。現有的會被移到一旁。</translation>
    </message>
    <message>
        <source>What the server keeps of the backup is not what was sent.</source>
        <translation>伺服器存下的備份與送出的內容不符。</translation>
    </message>
    <message>
        <source>Write what *** stands for.</source>
        <translation>請寫出 *** 所代表的內容。</translation>
    </message>
    <message>
        <source>faster than {card} here: {other:.1f} ms a frame against {ms:.1f} ms</source>
        <translation>在此比 {card} 快：每幀 {other:.1f} 毫秒，後者 {ms:.1f} 毫秒</translation>
    </message>
    <message>
        <source>it has not answered for {seconds:.0f} seconds</source>
        <translation>它已有 {seconds:.0f} 秒沒有回應</translation>
    </message>
    <message>
        <source>it stopped delivering pictures</source>
        <translation>已停止傳送畫面</translation>
    </message>
    <message>
        <source>no graphics card of NVIDIA with a driver is found</source>
        <translation>找不到已安裝驅動程式的 NVIDIA 顯示卡</translation>
    </message>
    <message>
        <source>put right by hand</source>
        <translation>手動更正</translation>
    </message>
    <message>
        <source>refusals allowed</source>
        <translation>容許的拒收次數</translation>
    </message>
    <message>
        <source>somebody who is gone</source>
        <translation>已不在名單上的人</translation>
    </message>
    <message>
        <source>{backup} is no backup of gatekeeper.</source>
        <translation>{backup} 不是 gatekeeper 的備份。</translation>
    </message>
    <message>
        <source>{folder} lies in the home itself.</source>
        <translation>{folder} 就在主資料夾之中。</translation>
    </message>
    <message>
        <source>{keep} backups are none.</source>
        <translation>保留 {keep} 份等於沒有備份。</translation>
    </message>
    <message>
        <source>{ms:.1f} ms a frame against {other:.1f} ms on the processor</source>
        <translation>每幀 {ms:.1f} 毫秒，處理器 {other:.1f} 毫秒</translation>
    </message>
    <message>
        <source>{path} is no frame of a depth recording: wrong type or size.</source>
        <translation>{path} 不是深度錄影的影像幀：型別或大小不符。</translation>
    </message>
    <message>
        <source>{path} is no frame of a depth recording: {error}</source>
        <translation>{path} 不是深度錄影的影像幀：{error}</translation>
    </message>
    <message>
        <source>{to} is there already.</source>
        <translation>{to} 已存在。</translation>
    </message>
    <message>
        <source>{to} was written by somebody else just now.</source>
        <translation>{to} 剛被他人寫入。</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>請重新輸入。</translation>
    </message>
    <message>
        <source>What is stored for {key} was entered for another address.</source>
        <translation>{key} 已儲存的內容是為另一個位址輸入的。</translation>
    </message>
    <message>
        <source>Have it send H.264, H.265, AV1, MPEG-4 or MJPEG.</source>
        <translation>請將攝影機設定為傳送 H.264、H.265、AV1、MPEG-4 或 MJPEG。</translation>
    </message>
    <message>
        <source>The camera {source} sends {kind} video, which is not read.</source>
        <translation>攝影機 {source} 傳送的是 {kind} 視訊，本程式不予讀取。</translation>
    </message>
    <message>
        <source>Check its permissions and space, or choose another one.</source>
        <translation>請檢查權限與可用空間，或選擇其他資料夾。</translation>
    </message>
    <message>
        <source>Check the path. A camera is a number (0 is the first one), a device&apos;s path, rtsp://… or realsense.</source>
        <translation>請檢查路徑。攝影機可為編號（0 為第一台）、裝置路徑、rtsp://… 或 realsense。</translation>
    </message>
    <message>
        <source>Edit it by hand.</source>
        <translation>請手動編輯。</translation>
    </message>
    <message>
        <source>Give IDs from `gatekeeper outlets dead`, or --all.</source>
        <translation>請指定 `gatekeeper outlets dead` 列出的編號，或使用 --all。</translation>
    </message>
    <message>
        <source>Make one: gatekeeper outlets secret. The receiver needs the same one.</source>
        <translation>請產生一組：gatekeeper outlets secret。接收端須使用相同的密鑰。</translation>
    </message>
    <message>
        <source>Nothing was chosen to be discarded.</source>
        <translation>未選擇要捨棄的項目。</translation>
    </message>
    <message>
        <source>Other machines can connect with TLS only: set service.certificate and service.key.</source>
        <translation>其他電腦只能透過 TLS 連線：請設定 service.certificate 與 service.key。</translation>
    </message>
    <message>
        <source>Remove it: backups use an SSH key (backup.key_file, or the SSH agent).</source>
        <translation>請將其移除：備份使用 SSH 金鑰（backup.key_file 或 SSH agent）。</translation>
    </message>
    <message>
        <source>Set it to start or tls: the password would be sent unencrypted.</source>
        <translation>請設為 start 或 tls，否則密碼會以未加密方式傳送。</translation>
    </message>
    <message>
        <source>The list of who is inside cannot be written to {path}: {why}.</source>
        <translation>無法將在場人員名單寫入 {path}：{why}。</translation>
    </message>
    <message>
        <source>There is no file or folder {path}.</source>
        <translation>沒有檔案或資料夾 {path}。</translation>
    </message>
    <message>
        <source>To show it, run on the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</source>
        <translation>在伺服器上執行以顯示：ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</translation>
    </message>
    <message>
        <source>Write text with backslashes in single quotes: &apos;C:\clips\a.mp4&apos;.</source>
        <translation>含反斜線的文字請以單引號括住：&apos;C:\clips\a.mp4&apos;。</translation>
    </message>
    <message>
        <source>Write the full path of a folder, or sftp://USER@HOST/FOLDER.</source>
        <translation>請輸入資料夾的完整路徑，或 sftp://使用者@主機/資料夾。</translation>
    </message>
    <message>
        <source>Write the full path of a folder.</source>
        <translation>請輸入資料夾的完整路徑。</translation>
    </message>
    <message>
        <source>backup.to is not an address.</source>
        <translation>backup.to 不是位址。</translation>
    </message>
    <message>
        <source>mail.tls is none, but there is a password.</source>
        <translation>mail.tls 為 none，但已設定密碼。</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>the camera number {number} has no name.</source>
        <translation>第 {number} 台攝影機沒有名稱。</translation>
    </message>
    <message>
        <source>the camera {camera!r} watches the door {door!r}, which does not exist.</source>
        <translation>攝影機 {camera!r} 監看的門 {door!r} 不存在。</translation>
    </message>
    <message>
        <source>the door number {number} has no name.</source>
        <translation>第 {number} 扇門沒有名稱。</translation>
    </message>
    <message>
        <source>the webhook {name!r} has no valid address.</source>
        <translation>Webhook {name!r} 沒有有效的位址。</translation>
    </message>
    <message>
        <source>the webhook {name!r} has no valid secret.</source>
        <translation>Webhook {name!r} 沒有有效的密鑰。</translation>
    </message>
    <message>
        <source>{name} is {value}, which contains a control character.</source>
        <translation>{name} 為 {value}，其中含有控制字元。</translation>
    </message>
    <message>
        <source>{path} is laid out in a way that the program cannot edit.</source>
        <translation>{path} 的格式使程式無法編輯。</translation>
    </message>
    <message>
        <source>To keep them out, block them instead.</source>
        <translation>若要禁止其進入，請改為封鎖此人。</translation>
    </message>
    <message>
        <source>By schedule, {doors:, } still stands open: nobody can say yet who is inside.</source>
        <translation>{doors:, } 仍依時段表開啟：目前還無法確定誰在裡面。</translation>
    </message>
    <message>
        <source>Doors have stood open since {since}, by schedule {doors:, }: whoever came in before may have left unseen.</source>
        <translation>自 {since} 起有門開啟（依時段表：{doors:, }）：在此之前進來的人可能已離開而未被看見。</translation>
    </message>
    <message>
        <source>Doors stood open from {since} to {until}, by schedule {doors:, }: whoever came in before may have left unseen.</source>
        <translation>{since} 至 {until} 有門開啟（依時段表：{doors:, }）：在此之前進來的人可能已離開而未被看見。</translation>
    </message>
    <message>
        <source>See /v1/watched.</source>
        <translation>請參閱 /v1/watched。</translation>
    </message>
    <message>
        <source>Wait until its hours are over, or lock it.</source>
        <translation>請等到該時段結束，或將門上鎖。</translation>
    </message>
    <message numerus="yes">
        <source>{n} face(s) on the watch list could not be compared with theirs: look through it, and take them off.</source>
        <translation>
            <numerusform>觀察名單上有 {n} 張臉孔無法比對：請逐一檢視，並將此人移除。</numerusform>
        </translation>
    </message>
    <message>
        <source>There are: {known:, }.</source>
        <translation>可用的有：{known:, }。</translation>
    </message>
    <message>
        <source>doors it is told of</source>
        <translation>通知的門</translation>
    </message>
    <message>
        <source>kinds it is told of</source>
        <translation>通知的種類</translation>
    </message>
    <message>
        <source>{key} names {unknown:, }, which there is not.</source>
        <translation>{key} 中的 {unknown:, } 並不存在。</translation>
    </message>
    <message>
        <source>Nobody is waiting to enter a PIN.</source>
        <translation>目前沒有人需要輸入 PIN。</translation>
    </message>
    <message>
        <source>Opening a door by hand requires a reason.</source>
        <translation>手動開門必須註明原因。</translation>
    </message>
    <message>
        <source>Give a reason.</source>
        <translation>請說明原因。</translation>
    </message>
    <message>
        <source>Adding it could let each in as the other.</source>
        <translation>加入後兩人會被互相誤認。</translation>
    </message>
    <message>
        <source>Open it in that program.</source>
        <translation>請在該處開門。</translation>
    </message>
    <message>
        <source>The network that was measured is not the one that the doors use.</source>
        <translation>測量的活體偵測網路與各門使用的不同。</translation>
    </message>
    <message>
        <source>Swap the two times.</source>
        <translation>請對調兩個時間。</translation>
    </message>
    <message>
        <source>Measure a photo and a phone of at least {least} people.</source>
        <translation>請至少測量 {least} 人的照片與手機。</translation>
    </message>
    <message>
        <source>Choose two people.</source>
        <translation>請指定兩位。</translation>
    </message>
    <message>
        <source>Arrange the pictures like this.</source>
        <translation>請依此分類影像。</translation>
    </message>
    <message>
        <source>Use an older backup.</source>
        <translation>請使用較舊的備份。</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>請使用另一份副本。</translation>
    </message>
    <message>
        <source>The log names no removed person {name!r}.</source>
        <translation>紀錄中沒有名為 {name!r} 且已移除的人。</translation>
    </message>
    <message>
        <source>Both are the person with the number {lower}.</source>
        <translation>編號 {lower} 只是一個人。</translation>
    </message>
    <message>
        <source>There is no person with the number {number}.</source>
        <translation>沒有編號 {number} 的人員。</translation>
    </message>
    <message>
        <source>There is no photo {photo} of the person with the number {number}.</source>
        <translation>編號 {number} 的人員沒有照片 {photo}。</translation>
    </message>
    <message>
        <source>This report contains no attacks.</source>
        <translation>此報告未測量任何攻擊。</translation>
    </message>
    <message>
        <source>Say whom you mean: {people:; }.</source>
        <translation>請寫明您指的是誰：{people:; }。</translation>
    </message>
    <message>
        <source>{days} days is not a valid retention time.</source>
        <translation>{days} 天不是有效的保存期限。</translation>
    </message>
    <message>
        <source>{folder} has no folder with photos. {what}: {why} The same goes for {more} more.</source>
        <translation>{folder} 內沒有含照片的資料夾。{what}：{why} 另有 {more} 個也是如此。</translation>
    </message>
    <message>
        <source>To restore it anyway and lose those entries, restore it again; it is kept as {aside}.</source>
        <translation>若仍要還原（這些記錄將會消失），請再次執行還原；備份保存為 {aside}。</translation>
    </message>
    <message>
        <source>{folder} holds the scheduled backups: only {keep} of them would be kept, and none for weeks and months.</source>
        <translation>{folder} 存放排程備份：只會保留其中 {keep} 份，每週與每月的備份將被刪除。</translation>
    </message>
    <message>
        <source>{name!r} is the name of the program in the trail.</source>
        <translation>{name!r} 在操作紀錄中指的是程式本身。</translation>
    </message>
    <message>
        <source>Lock it in that program.</source>
        <translation>請在那裡上鎖。</translation>
    </message>
    <message>
        <source>No picture of this visitor is good enough to recognise them by. {why}</source>
        <translation>這位訪客沒有一張影像足以用來辨識。{why}</translation>
    </message>
    <message>
        <source>Going in twice cannot be detected: no camera sees who goes in, or none sees who goes out.</source>
        <translation>無法防止重複進入：沒有攝影機看到誰進入，或沒有攝影機看到誰離開。</translation>
    </message>
    <message>
        <source>Doors know only people who have agreed.</source>
        <translation>未經同意，任何門都不會認得此人。</translation>
    </message>
    <message>
        <source>Corrected by {who}: {where}</source>
        <translation>由 {who} 更正：{where}</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>{name} is not a guest.</source>
        <translation>{name} 不是任何人的訪客。</translation>
    </message>
    <message>
        <source>An order for all doors requires a reason.</source>
        <translation>對所有門下達指令時必須說明原因。</translation>
    </message>
    <message>
        <source>This door stays shut, because the order for all doors cannot be read.</source>
        <translation>無法讀取是否所有門皆已鎖上，因此這扇門保持關閉。</translation>
    </message>
    <message>
        <source>The service has stopped answering.</source>
        <translation>服務不再回應。</translation>
    </message>
    <message>
        <source>No picture has been held in front of the camera for a while.</source>
        <translation>已有一段時間沒有人拿圖片對著攝影機。</translation>
    </message>
    <message>
        <source>Somebody was forced to open the door. Get help; do not call anyone at the door.</source>
        <translation>有人被脅迫開門。請求援助；切勿致電門口的人。</translation>
    </message>
    <message>
        <source>Something that is not a living face was held in front of the camera.</source>
        <translation>有非活體的臉孔被拿到攝影機前。</translation>
    </message>
    <message>
        <source>The program is running again.</source>
        <translation>程式持續執行中。</translation>
    </message>
    <message>
        <source>alarms make a sound</source>
        <translation>警報發出聲音</translation>
    </message>
    <message>
        <source>Run it as root.</source>
        <translation>請以 root 執行。</translation>
    </message>
    <message>
        <source>Have the service manager of this machine start `gatekeeper serve` at boot.</source>
        <translation>請以此系統啟動服務的方式，在開機時執行 `gatekeeper serve`。</translation>
    </message>
    <message>
        <source>Use systemd on this machine.</source>
        <translation>在此請使用 systemd。</translation>
    </message>
    <message>
        <source>This door stays shut: no part of this program controls {door}.</source>
        <translation>此門維持關閉：門「{door}」並非由本程式控制。</translation>
    </message>
    <message>
        <source>receives</source>
        <translation>通知內容</translation>
    </message>
    <message>
        <source>certificate authority</source>
        <translation>憑證簽發者</translation>
    </message>
    <message>
        <source>Record that first, as the form says it.</source>
        <translation>請先依表單內容記錄同意。</translation>
    </message>
    <message>
        <source>State it first: the site&apos;s name, or the data controller with address. On the command line: gatekeeper consent set --site NAME --controller ADDRESS</source>
        <translation>請先填寫：場所名稱，或個資負責人與地址。命令列：gatekeeper consent set --site 名稱 --controller 地址</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>請將其移除。</translation>
    </message>
    <message>
        <source>The text has not changed.</source>
        <translation>文字沒有變更。</translation>
    </message>
    <message>
        <source>The picture is not in a person&apos;s folder.</source>
        <translation>這張圖片不在任何人的資料夾中。</translation>
    </message>
    <message>
        <source>HTTP {code}: it redirects to another address, which is not followed</source>
        <translation>HTTP {code}：對方轉向另一個位址，不予跟隨</translation>
    </message>
    <message>
        <source>HTTP {code}: the address no longer exists</source>
        <translation>HTTP {code}：該處已無接收者</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>對方中斷了連線</translation>
    </message>
    <message>
        <source>it offers no STARTTLS, and nothing is sent unencrypted</source>
        <translation>對方不支援 STARTTLS，而本程式不以明文傳送</translation>
    </message>
    <message>
        <source>it refuses connections</source>
        <translation>該處不接受連線</translation>
    </message>
    <message>
        <source>its certificate is not signed by a trusted authority ({why}): name the file of that authority</source>
        <translation>其憑證非由此處信任的機構簽發（{why}）：請指定簽發者的檔案</translation>
    </message>
    <message>
        <source>no TLS connection can be made to it: {why}</source>
        <translation>無法與對方建立 TLS：{why}</translation>
    </message>
    <message>
        <source>undelivered messages are put aside after</source>
        <translation>未被接收者擱置於</translation>
    </message>
    <message>
        <source>{outlet} has accepted nothing since {since}: {why}</source>
        <translation>{outlet} 自 {since} 起未接收任何訊息：{why}</translation>
    </message>
    <message>
        <source>All doors are locked, but that could not be recorded: {why}</source>
        <translation>所有門均已上鎖，但未能記錄下來：{why}</translation>
    </message>
    <message>
        <source>There is no entry {number} on the watch list.</source>
        <translation>觀察名單上沒有編號 {number} 的人。</translation>
    </message>
    <message>
        <source>There is no doubt about who is inside.</source>
        <translation>在場名單並無疑問。</translation>
    </message>
    <message>
        <source>Watching for somebody requires a reason.</source>
        <translation>列入觀察名單必須有原因。</translation>
    </message>
    <message>
        <source>Remove somebody from it first.</source>
        <translation>請先將某人移出名單。</translation>
    </message>
    <message>
        <source>That time has passed.</source>
        <translation>該時間已過。</translation>
    </message>
    <message>
        <source>The visitor of event {event} is already on the watch list.</source>
        <translation>事件 {event} 的訪客已在觀察名單上。</translation>
    </message>
    <message>
        <source>They stay locked until somebody lets them follow their rules again, which must be recorded.</source>
        <translation>在有人讓門恢復依規則運作之前，門會保持上鎖，而該操作必須能記錄下來。</translation>
    </message>
    <message numerus="yes">
        <source>This site keeps faces of visits for {n} day(s), so nobody can be watched for longer.</source>
        <translation>
            <numerusform>本場所保存訪客臉部資料 {n} 天，觀察期限不得更長。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The watch list is full: it holds {n} visitor(s).</source>
        <translation>
            <numerusform>觀察名單上已有 {n} 位訪客，已達上限。</numerusform>
        </translation>
    </message>
    <message>
        <source>All doors have stood open since {since}: people who came in before may have left unseen.</source>
        <translation>所有門自 {since} 起敞開：先前進入的人可能已在未被看到的情況下離開。</translation>
    </message>
    <message>
        <source>All doors stood open from {since} to {until}: people who came in before may have left unseen.</source>
        <translation>所有門自 {since} 至 {until} 敞開：先前進入的人可能已在未被看到的情況下離開。</translation>
    </message>
    <message>
        <source>An error happened in the program.</source>
        <translation>程式發生錯誤。</translation>
    </message>
    <message>
        <source>The request did not arrive in time.</source>
        <translation>請求沒有結束。</translation>
    </message>
    <message>
        <source>The service has too much data to read.</source>
        <translation>服務待讀取的資料過多。</translation>
    </message>
    <message>
        <source>There is no guest with the number {number}.</source>
        <translation>沒有編號 {number} 的訪客。</translation>
    </message>
    <message>
        <source>{method} is not allowed at this path.</source>
        <translation>此路徑不支援 {method}。</translation>
    </message>
    <message numerus="yes">
        <source>Registered: {n} person(s).</source>
        <translation>
            <numerusform>已登錄 {n} 人。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The database {path} is damaged: {first} ({n} fault(s)).</source>
        <translation>
            <numerusform>資料庫 {path} 已損毀：{first}（{n} 個錯誤）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model {model} knows {n} person(s): too few to compare.</source>
        <translation>
            <numerusform>模型 {model} 只認得 {n} 人：人數太少，無法比對。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The passphrase has {n} character(s).</source>
        <translation>
            <numerusform>密語只有 {n} 個字元。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The password has {n} character(s).</source>
        <translation>
            <numerusform>密碼有 {n} 個字元。</numerusform>
        </translation>
    </message>
    <message>
        <source>Move away the folder of that name; the program makes the file.</source>
        <translation>請移走該名稱的資料夾；程式會自行建立檔案。</translation>
    </message>
    <message>
        <source>Move away what has that name; the program makes the folder.</source>
        <translation>請移走使用該名稱的項目；程式會自行建立資料夾。</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {path} must be a file.</source>
        <translation>無法使用主資料夾 {home}：{path} 必須是檔案。</translation>
    </message>
    <message>
        <source>The home folder {home} cannot be used: {path} must be a folder.</source>
        <translation>無法使用主資料夾 {home}：{path} 必須是資料夾。</translation>
    </message>
    <message>
        <source>{door} is locked, but that could not be recorded: {why}</source>
        <translation>{door} 已上鎖，但未能記錄下來：{why}</translation>
    </message>
</context>
<context>
    <name>error_dialog</name>
    <message>
        <source>The door goes on as before. Please report the details below.</source>
        <translation>門照常運作。請回報以下的詳細資訊。</translation>
    </message>
    <message>
        <source>An error happened in the program: {error}</source>
        <translation>程式發生錯誤：{error}</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message>
        <source>Closing the program stops these doors: {doors}</source>
        <translation>關閉程式會讓這些門停止運作：{doors}</translation>
    </message>
    <message>
        <source>They stay locked for everybody until the program is started again.</source>
        <translation>在程式重新啟動之前，門對所有人都保持上鎖。</translation>
    </message>
    <message>
        <source>These doors are running: {doors}</source>
        <translation>這些門正在運作：{doors}</translation>
    </message>
    <message>
        <source>Only an administrator can close the program. Please sign in first.</source>
        <translation>只有管理員可以關閉程式。請先登入。</translation>
    </message>
    <message>
        <source>&amp;Stop the doors and close</source>
        <translation>停止門並關閉(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep the doors running</source>
        <translation>讓門繼續運作(&amp;K)</translation>
    </message>
    <message>
        <source>There are unsaved changes on: {pages}.</source>
        <translation>下列頁面有未儲存的變更：{pages}。</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>尚未儲存的變更</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Welcome, {name}</source>
        <translation>歡迎，{name}</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不認識</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>請看鏡頭</translation>
    </message>
    <message>
        <source>Outside your hours</source>
        <translation>不在您的通行時段</translation>
    </message>
    <message>
        <source>Liveness could not be checked</source>
        <translation>無法進行活體偵測</translation>
    </message>
    <message>
        <source>The door stays shut</source>
        <translation>門保持關閉</translation>
    </message>
    <message>
        <source>The visit could not be recorded. Please ask at the door desk.</source>
        <translation>無法記錄此次來訪。請洽櫃台。</translation>
    </message>
    <message>
        <source>The door does not answer</source>
        <translation>門沒有回應</translation>
    </message>
    <message>
        <source>Please ask at the door desk.</source>
        <translation>請洽櫃台。</translation>
    </message>
    <message>
        <source>The door is open</source>
        <translation>門已開啟</translation>
    </message>
    <message>
        <source>No access, {name}</source>
        <translation>{name}，您無法進入</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已開門</translation>
    </message>
    <message>
        <source>Not sure who it is</source>
        <translation>無法確定是誰</translation>
    </message>
    <message>
        <source>Too far away</source>
        <translation>距離太遠</translation>
    </message>
    <message>
        <source>Picture too poor</source>
        <translation>影像品質不足</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Not yet valid</source>
        <translation>尚未生效</translation>
    </message>
    <message>
        <source>Access expired</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Not for this door</source>
        <translation>無此門權限</translation>
    </message>
    <message>
        <source>Outside the hours</source>
        <translation>不在通行時段</translation>
    </message>
    <message>
        <source>Mask missing</source>
        <translation>未戴口罩</translation>
    </message>
    <message>
        <source>Mask worn wrongly</source>
        <translation>口罩未戴好</translation>
    </message>
    <message>
        <source>Mask not taken off</source>
        <translation>未取下口罩</translation>
    </message>
    <message>
        <source>PIN asked for</source>
        <translation>要求輸入 PIN</translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation>PIN 錯誤</translation>
    </message>
    <message>
        <source>Too many wrong PINs</source>
        <translation>PIN 錯誤次數過多</translation>
    </message>
    <message>
        <source>Has no PIN</source>
        <translation>沒有 PIN</translation>
    </message>
    <message>
        <source>Could not be recorded</source>
        <translation>無法記錄</translation>
    </message>
    <message>
        <source>The door did not answer</source>
        <translation>門沒有回應</translation>
    </message>
    <message>
        <source>Opened by hand</source>
        <translation>手動開門</translation>
    </message>
    <message>
        <source>A picture, not a person</source>
        <translation>是照片，不是真人</translation>
    </message>
    <message>
        <source>Liveness not checked</source>
        <translation>未進行活體偵測</translation>
    </message>
    <message>
        <source>{name} (command line)</source>
        <translation>{name}（命令列）</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>未戴口罩</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>戴口罩</translation>
    </message>
    <message>
        <source>mask worn wrongly</source>
        <translation>口罩未戴好</translation>
    </message>
    <message>
        <source>{n}%</source>
        <translation>{n}%</translation>
    </message>
    <message>
        <source>1 in {n}</source>
        <translation>{n} 分之 1</translation>
    </message>
    <message>
        <source>unknown user (command line)</source>
        <translation>不明使用者（命令列）</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>您無法進入</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>歡迎</translation>
    </message>
    <message>
        <source>Please register at the door desk.</source>
        <translation>請至櫃台登錄。</translation>
    </message>
    <message>
        <source>It is not certain yet who you are.</source>
        <translation>尚無法確定您的身分。</translation>
    </message>
    <message>
        <source>The door has just opened for you</source>
        <translation>門剛剛已為您開啟</translation>
    </message>
    <message>
        <source>This door asks for a PIN, and none is set for you</source>
        <translation>此門需要 PIN，而您尚未設定</translation>
    </message>
    <message>
        <source>Returned too soon</source>
        <translation>太快再次來訪</translation>
    </message>
    <message>
        <source>Door forced open</source>
        <translation>門被強行打開</translation>
    </message>
    <message>
        <source>Door stands open</source>
        <translation>門一直開著</translation>
    </message>
    <message>
        <source>Tampered with</source>
        <translation>遭人破壞</translation>
    </message>
    <message>
        <source>Alarm over</source>
        <translation>警報解除</translation>
    </message>
    <message>
        <source>Went this way before</source>
        <translation>先前已由此方向通過</translation>
    </message>
    <message>
        <source>Opened, went this way before</source>
        <translation>已開門，但先前已由此方向通過</translation>
    </message>
    <message>
        <source>Let in twice</source>
        <translation>重複放行</translation>
    </message>
    <message>
        <source>Entry damaged</source>
        <translation>紀錄已損毀</translation>
    </message>
    <message>
        <source>All doors are locked</source>
        <translation>所有門皆已鎖上</translation>
    </message>
    <message>
        <source>Nobody can pass now.</source>
        <translation>目前任何人都無法通行。</translation>
    </message>
    <message>
        <source>All doors locked</source>
        <translation>所有門已鎖上</translation>
    </message>
    <message>
        <source>All doors opened</source>
        <translation>所有門已開啟</translation>
    </message>
    <message>
        <source>Blocked person at the door</source>
        <translation>遭封鎖的人員在門口</translation>
    </message>
    <message>
        <source>Picture held before the camera</source>
        <translation>有人拿圖片對著攝影機</translation>
    </message>
    <message>
        <source>Camera lost</source>
        <translation>攝影機失聯</translation>
    </message>
    <message>
        <source>Relay failed</source>
        <translation>繼電器故障</translation>
    </message>
    <message>
        <source>Disk nearly full</source>
        <translation>磁碟即將用盡</translation>
    </message>
    <message>
        <source>Log cannot be written</source>
        <translation>無法寫入紀錄</translation>
    </message>
    <message>
        <source>Backup failed</source>
        <translation>備份失敗</translation>
    </message>
    <message>
        <source>Started after a crash</source>
        <translation>當機後重新啟動</translation>
    </message>
    <message>
        <source>Forced to open</source>
        <translation>遭脅迫開門</translation>
    </message>
    <message>
        <source>Second person asked for</source>
        <translation>等候第二人</translation>
    </message>
    <message>
        <source>Another door is open</source>
        <translation>另一扇門開啟中</translation>
    </message>
    <message>
        <source>Kept open by its schedule</source>
        <translation>依時段表保持開啟</translation>
    </message>
    <message>
        <source>No longer kept open</source>
        <translation>不再保持開啟</translation>
    </message>
    <message>
        <source>Locked by hand while kept open</source>
        <translation>保持開啟期間由人工上鎖</translation>
    </message>
    <message>
        <source>Messages not delivered</source>
        <translation>訊息未送達</translation>
    </message>
    <message>
        <source>Visitor on the watch list</source>
        <translation>觀察名單上的訪客</translation>
    </message>
    <message>
        <source>No living face is seen</source>
        <translation>未偵測到真人</translation>
    </message>
    <message>
        <source>Corrected by hand</source>
        <translation>手動更正</translation>
    </message>
    <message>
        <source>Unknown people repeatedly</source>
        <translation>陌生人一再出現</translation>
    </message>
</context>
</TS>
