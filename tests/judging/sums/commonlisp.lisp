(defun sum (a b) (+ a b))
(format t "~a~%" (sum (read) (read)))
