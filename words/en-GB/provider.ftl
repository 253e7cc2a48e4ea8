### What the providers’ interface says where it refuses something.

sign-in = Please sign in
only-staff = Only a provider’s staff can see this
no-such-onward = There is no such onward referral
no-longer-on-offer = This onward referral is no longer on offer
accepted-already = You have accepted this onward referral. Refer the person to another service, or call the coordinators to hand it back
volunteers-cannot-answer = A volunteer cannot accept or decline. Your team can
volunteers-cannot-refer = A volunteer cannot refer to another service. Your team can
volunteers-record-support = A volunteer can record contact and support. Your team can record the rest
unknown-act = act is one of { $acts }
not-recorded = This cannot be recorded
not-done = This cannot be done
notes-while-supporting = You can keep notes while you support the person. Accept the referral first
note-wrong = A note has an id, which is a UUID, and a text of 1 to 5,000 characters
note-id-used = There is a note with this id and another text. Send your note with a new id
notes-for-staff = Notes are for the provider’s own staff
state-wrong = state is one of { $states }
due-wrong = due is late or soon
after-wrong = after is what the last page gave as next

# A way of contact that changed on the person’s page.
not-confirmed = { $way }: changed on the person’s page at { $at }, not confirmed yet. Do not use it
