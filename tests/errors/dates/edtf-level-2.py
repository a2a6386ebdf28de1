# A form of EDTF that is not supported
registry.revise(ceremony, date="20XX-11")
