while 1:0
