# A checkpoint that is none
registry.verify("laurels-checkpoint:1:today")
