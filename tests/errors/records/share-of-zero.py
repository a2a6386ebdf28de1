# A share of nothing
registry.add(Nomination(category, credits=[Credit(fleet, share=0)]))
