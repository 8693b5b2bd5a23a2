# @EXPECTED_RESULTS@: CHECK-MANUALLY
import os
os.abort()
