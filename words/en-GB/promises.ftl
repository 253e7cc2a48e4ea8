### What is promised to the person. A case keeps the key, never the sentence.
### The sentence says who will do what. The due time is shown next to it.

## The Victims' Code: the rules in functions/domain/rules use these keys.

code-written-confirmation = The police will send you a written confirmation of what you reported.
code-needs-assessment = The police will ask you what you need.
code-ask-first = The police will ask you before they pass your details to a support service.
code-referral = The police will refer you to a support service.
code-updates = The police will agree with you how, and how often, they keep you updated.
code-compensation-claim = You can claim criminal injuries compensation.
code-not-investigated = The police will tell you that they are not going to investigate, and why.
code-arrested = The police will tell you that someone has been arrested.
code-interviewed-under-caution = The police will tell you that someone has been interviewed under caution.
code-released-without-charge = The police will tell you that someone has been released without charge.
code-bailed-or-under-investigation = The police will tell you that someone has been released while they investigate, and on what conditions.
code-bail-changed = The police will tell you that the conditions of police bail have changed.
code-out-of-court-disposal = The police will ask what you think about dealing with this out of court, and tell you what is decided.
code-charged = The police will tell you that someone has been charged, when the first hearing is, and what the bail conditions are.
code-vps = The police will offer you the chance to make a Victim Personal Statement.
code-not-prosecuted-by-police = The police will tell you that no one will be prosecuted, why, and how to ask for a review.
code-ask-police-review = You can ask the police to look at their decision again.
code-not-prosecuted-by-cps = The Crown Prosecution Service will tell you that no one will be prosecuted, why, and how to ask for a review.
code-charge-dropped-or-altered = The Crown Prosecution Service will tell you that a charge has been dropped or changed, and why.
code-police-review-acknowledged = The police will tell you that they have received your request for a review.
code-police-review-decided = The police will tell you the result of the review.
code-cps-review = The Crown Prosecution Service will tell you the result of the first review.
code-cps-independent-review = The Crown Prosecution Service will tell you the result of the independent review.
code-hearing-set = The witness care unit will tell you the date, time and place of the hearing.
code-court-bail-decided = The witness care unit will tell you what the court decided about bail.
code-court-bail-changed = The witness care unit will tell you how the court changed bail.
code-warrant-issued = The witness care unit will tell you that the court has issued a warrant.
code-re-arrested = The witness care unit will tell you that the accused has been arrested again, and what the court decided.
code-must-give-evidence = The witness care unit will tell you that you need to give evidence.
code-verdict = The witness care unit will tell you the verdict.
code-sentenced = The witness care unit will tell you the sentence and what it means.
code-appeal-notice = The witness care unit will tell you that there is an appeal.
code-appeal-date-set = The witness care unit will tell you when the appeal will be heard.
code-appeal-changed = The witness care unit will tell you what has changed about the appeal.
code-appeal-outcome = The witness care unit will tell you the result of the appeal.
code-contact-scheme = The witness care unit will refer you to the Victim Contact Scheme.
code-liaison-officer = A Victim Liaison Officer will get in touch with you.
code-complaint-acknowledged = The organisation you complained about will tell you that it has received your complaint.
code-complaint-answered = The organisation you complained about will reply to your complaint.
code-court-decided = The court will tell the witness care unit what it decided.

## The hub and its services.

answer = The service will tell us if it can help.
first-contact = The service will try to contact you, only in a way you said is safe.
look = Someone from our team will read what we know and plan what to do.
more-help = Someone from our team will look at what else could help you.
# The hub or the police may owe it.
complaint-acknowledged = You will be told that your complaint has been received.
complaint-replied = You will get a reply to your complaint.

## What a task of our team promises. Anyone who reads over the person's shoulder may see it.

task-tell-person = Someone from our team will find a safe way to tell you what is happening.
task-call = Someone from our team will call you, as you asked.
task-letter = Someone from our team will write to you.
task-name-coordinator = One person from our team will stay with you from start to finish.
task-check-contact = Someone from our team will check how we can contact you safely.
task-check-death = Someone from our team will check that what we know is right.
# It does not say why: the person who tried may read it.
task-wrong-words = Someone from our team will check that everything is in order.
task-read-words = Someone from our team will read what you wrote and reply.
task-restorative-justice = Someone will tell you what restorative justice is, and you can choose.
task-panel = Someone from our team will tell you about the panel.
task-deletion = Someone from our team will delete what we know about you, or tell you why we must keep it.
task-duplicate = Someone from our team will check whether you asked us twice.
task-complaint = Someone from our team will help with your complaint.
task-chase-promise = Someone from our team will ask why a promise to you was not kept, and tell you.
task-notes-request = Someone from our team will make sure that the notes about you stay private.
