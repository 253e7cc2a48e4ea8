### What happens next, by key in the answer to a referral and in cases.
