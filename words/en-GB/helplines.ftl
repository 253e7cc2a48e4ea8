### Numbers to call now. The other helplines are in the profile of the area.

emergency-services = Police, fire or ambulance
    .why = If you are in danger now. If you cannot speak, stay on the line and press 55.
