### What the interface of the police and witness care says where it refuses something.

sign-in = Please sign in
only-justice = Only the police and witness care can see this
body-too-long = The body is too long
not-an-object = The body is not a JSON object
heard-at-from-court = heard_at is for what a court decided, from witness care
other-content = This id was sent before with other content
after-wrong = after is what the last page gave as next. Leave it out for the first page
no-notes = We do not hand over support notes. Since January 2026 the law presumes that a request for them is neither necessary nor proportionate. We have recorded this request
