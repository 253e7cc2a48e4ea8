### What went wrong, and what to do. No blame.

title = Support
broken = Something went wrong
    .detail = We did not get all of what you sent. This is not your fault. We have not received it yet.
not-found = Page not found
    .detail = Check that the web address is correct. You can also start below.
already-sent = We already have this from you
    .detail = We kept what you sent first. We have not received what you changed after that.
closed = This page has closed
    .detail = It closes 10 minutes after you send, to keep you safe. We have received what you sent, and we will do what we said.
too-long = This is too long for us to receive
    .detail = Shorten what you wrote in your own words. You can tell us the rest later. We have not received it yet.
not-a-form = We could not read this
    .detail = Use “Get support” below to send it. We have not received it yet.
slow-down = We are very busy right now
    .detail = Many people are sending at the same time. This is not your fault. We have not received it yet.
try-again = Sorry, there is a problem on our side
    .detail = This is not your fault. We may not have received what you sent.
again = To send it again, reload this page. If your browser asks, say that it can send it again. Sending it twice does no harm. The Back button clears your answers.
wait = { $minutes ->
    [one] Try again in 1 minute.
   *[other] Try again in { $minutes } minutes.
 }
ways-on = <form>Get support</form> or <progress>see what is happening</progress>
