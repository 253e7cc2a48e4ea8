### Titles of problem documents (RFC 9457) that several functions answer with. Staff and partners read them.

no-such-address = There is nothing at this address
no-such-case = There is no such case
sign-in = Sign in first
not-your-view = You cannot see this view
# The functions also have their own address, which only the site may use.
only-through-the-site = Use the address of the site
# The directory: a parameter with the rule that it breaks.
parameter = { $name } must be { $rule }

# Fields and codes follow.
answers-refused = Some answers need to be corrected
case-changed = The case has changed since you looked. Look at it again, then try again
version-missing = Use If-Match to say which version of the case you have seen
service-full = This service is full. Choose another one
service-not-possible = This service is not possible. What you can tell the person: { $reason }
because = { $problem }: { $reason }

try-again = Try again in a few seconds
our-fault = Something went wrong on our side. We have been told
answer-not-written = We could not write the answer
