# A name that two have
registry.add(Nominee("Fleet"))
registry.nominations().nominee("Fleet").count()
