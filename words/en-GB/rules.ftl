### How we decide, for partners and for anyone who wants to know.

title = Our rules
heading = How we decide
lead = When someone asks for support, a computer uses these rules to read the answers. It finds which rights the person has, how serious the risk is, and which kinds of help fit. The same answers always give the same result, and each result comes with its reasons. What a crime is called decides nothing.
people-decide = No rule refuses anyone. A trained person can decide that a risk is higher, but never that it is lower.
version = Version { $version }, in force from { $from }. They follow: { $authority }. <data>The rules as data</data>
rules = The rules
rule = <b>{ $code }</b>: { $because }. <source>From { $authority }.</source>
rule-not-checked = <b>{ $code }</b>: { $because }. <source>From { $authority }; not checked there yet.</source>
try-out = Try them
try-out-hint = For partners whose systems send referrals. Paste one as you would send it, about a made-up person. It stays in this browser: nothing is sent.
try-out-script = This needs JavaScript.
try-out-referral = A referral, as JSON
try-out-day = The day on which it arrives
try-out-assess = Assess
try-out-unavailable = We cannot assess this right now. Try again in a minute.
try-out-not-a-day = Enter a date like 2026-03-14.
try-out-not-json = This is not JSON that we can read.
