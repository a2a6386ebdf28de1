# A field that the kind does not have
Award("Fleet Awards", colour="gold")
