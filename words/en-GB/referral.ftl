### Why `POST /referrals` does not accept a referral: titles of problem documents for partners.

too-large = The body has more than 65,536 bytes
not-i-json = The body is not I-JSON (RFC 7493)
not-a-form = The body is not a form
wrong-content-type = Send application/json or application/x-www-form-urlencoded
token-missing = This kind of sender needs a token
token-refused = This token cannot send referrals of this kind
other-content = This id was sent before with other content
