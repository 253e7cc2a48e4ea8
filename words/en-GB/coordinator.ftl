### What the coordinators’ interface says where it refuses something.

sign-in = Please sign in
only-coordinators = Only a coordinator can see this
no-employer = Your account does not say who employs you. Ask the person who made it
hub-sees-returns = The hub sees itself what came back. Use asked or found-out
person-deleted = The person’s details have been deleted
no-such-account = There is no coordinator with this account
colleague-with-police = This colleague works for the police and cannot see this case
services-not-for-police = The police cannot see all of a service’s cases. Ask a coordinator who does not work for the police
no-such-service = There is no service { $code } in this area
takes-over-itself = A service cannot take over from itself
next-unknown = next is what the last answer gave. Leave it out the first time
queue-parameters = The queue can be filtered by mine, unnamed, overdue, set_aside, task and after
queue-flags = mine, unnamed, overdue and set_aside are true or false
queue-task = task is a kind of task, such as call
queue-after = after is what the last page gave as next. Leave it out for the first page
year-wrong = year is a year, such as 2026
words-not-for-police = The person’s page shows what the police do not see. Ask a coordinator who does not work for the police to give them new words
name-case-again = This cannot be undone. Enter the reference of this case again, as reference
not-deleted-yet = This cannot be deleted yet

## What a service in the care package does next.

package-answers = answers
package-reaches = tries to reach the person
package-supports = supports the person
