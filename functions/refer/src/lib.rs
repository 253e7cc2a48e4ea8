//! POST /referrals: the only function that anyone on the internet can reach with a person's story.
