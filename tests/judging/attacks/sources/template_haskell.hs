{-# LANGUAGE TemplateHaskell #-}
import Language.Haskell.TH
import Language.Haskell.TH.Syntax
main :: IO ()
main = putStrLn $(runIO (readFile "@HOST_FILE@") >>= lift)
