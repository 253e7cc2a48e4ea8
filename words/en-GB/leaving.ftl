### How to leave this site, and what a phone still knows.

title = Leaving this site
heading = How to leave this site safely
lead = If someone looks at your phone or computer, the safest way is to use another one: a friend’s, or one in a library.

fast = Leave fast
fast-exit = <b>Exit now</b> is at the top of every page. It takes you to { $site }.
fast-shift = On a keyboard you can press Shift 3 times. On an iPhone or iPad, press Exit now while you type.
fast-cleared = What you typed and did not send is cleared. The Back button does not bring it back.
fast-cleared-without-script = What you typed is cleared when you leave a page. The Back button may ask to send something again. Say no, and close the tab.
fast-history = Exit now does not clear your history. The Back button may still show that you were here. Close the tab too.
fast-first = Press Exit now before you close the tab. Some browsers can open a closed tab again with what you typed.

device = What the phone or computer still knows
device-name = The name of this site is in the history, until you delete it. The short names of pages that you read are there too, such as “Sleep” or “Phones”. No page name says what you wrote. Other sites that you open from here stay there by their own names.
device-form-data = We tell the browser not to remember what you type. Some browsers and keyboards still do. Delete “form data” to stop this.
device-picture = If you take a picture of your reference, it is with your photos.
device-calls = Calls and texts stay in their lists. Calls to 999 may not be on the bill. Others may be.

history = Delete this site from the history
history-how = Open the menu of your browser, choose History, and delete only this site. An empty history can make someone ask questions. Next time, open a private window first: it forgets when you close it.

kept = What this site keeps on your phone or computer
kept-what = Nothing while you answer. After you send, one small locked file shows you your reference. It is deleted after 10 minutes, or when you press Exit now. We do not count or follow you.

who = Who sees what you tell us
who-sees = { $coordinator } from our team. A service, only if you say yes. The police, only if you say yes. If we think that you or a child may be badly hurt, we may have to tell someone who can stop it. We will try to talk to you first.
who-computer = A computer reads it first, by rules that anyone can read: <rules>how we decide</rules>.
