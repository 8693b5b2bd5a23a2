import qualified Data.Map.Strict as Map

main :: IO ()
main = do
  terms <- map read . words <$> getLine :: IO [Integer]
  print (sum (Map.elems (Map.fromList (zip [1 :: Int ..] terms))))
