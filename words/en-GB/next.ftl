### What happens next, by key in the answer to a referral. The due time is shown next to it.

tell-council = Tell us on your page which council you live in. We do not know your postcode.
plan = Someone from our team will read what you sent and plan what to do with you.
ask-service = We will ask a support service near you to help. They will tell us yes or no.
find-someone-else = If they cannot help, someone from our team will find someone else for you.
first-contact = The service that helps you will try to contact you, only in a way you said is safe.
ask-before-sharing = Someone from our team will read what you sent. We will not pass it on unless you say yes.
find-right-team = Someone from our team will read what you sent and find the right team where you live.
