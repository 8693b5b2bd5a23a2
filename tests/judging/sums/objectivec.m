#import <objc/Object.h>
#include <stdio.h>

@interface Sum : Object
+ (long)of:(long)a and:(long)b;
@end

@implementation Sum
+ (long)of:(long)a and:(long)b {
    return a + b;
}
@end

int main(void) {
    long a, b;
    if (scanf("%ld %ld", &a, &b) != 2) return 1;
    printf("%ld\n", [Sum of:a and:b]);
}
