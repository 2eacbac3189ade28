package io.bobbin.benchmarks

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** The workloads in Kotlin; the JMH methods that call them are in Kotlin.java. */
object Coroutines {
    private const val YIELDED = 128

    // Generators

    @JvmStatic
    fun ints(): Iterator<Int> = iterator { count() }

    private suspend fun SequenceScope<Int>.count(): Nothing {
        var i = 0
        while (true) {
            yield(i % YIELDED)
            i++
        }
    }

    @JvmStatic
    fun intsAtDepth(depth: Int): Iterator<Int> = iterator { countAt(depth) }

    private suspend fun SequenceScope<Int>.countAt(depth: Int): Int {
        if (depth == 0) {
            count()
        }
        return countAt(depth - 1) + 1
    }

    /** Goes down and comes back for each value. */
    class DownAndBack(private val depth: Int) {
        @JvmField
        var returned = 0

        @JvmField
        val ints: Iterator<Int> = iterator {
            var i = 0
            while (true) {
                returned += down(depth, i % YIELDED)
                i++
            }
        }

        private suspend fun SequenceScope<Int>.down(levels: Int, value: Int): Int {
            if (levels == 1) {
                yield(value)
                return 1
            }
            return down(levels - 1, value) + 1
        }
    }

    // Code that never suspends

    @JvmStatic
    fun fib(n: Int): Int = runBlocking { suspendingFib(n) }

    private suspend fun suspendingFib(n: Int): Int =
        if (n < 2) n else suspendingFib(n - 1) + suspendingFib(n - 2)

    @JvmStatic
    fun walk(levels: Int): Long {
        val counter = Counter()
        runBlocking { suspendingWalk(counter, levels) }
        return counter.count
    }

    class Counter {
        @JvmField
        var count = 0L
    }

    private suspend fun suspendingWalk(counter: Counter, levels: Int) {
        counter.count++
        if (levels > 0) {
            suspendingWalk(counter, levels - 1)
            suspendingWalk(counter, levels - 1)
        }
    }

    /** As `Numbers.steps`. */
    class Steps {
        private val values = DoubleArray(Numbers.SIZE) { it.toDouble() }
        private val table = IntArray(Numbers.SIZE) { it * 31 }

        @JvmField
        var result = 0

        @JvmField
        val steps: Iterator<Unit> = iterator {
            var seed = 0
            while (true) {
                val v = values
                val t = table
                for (i in v.indices) {
                    v[i] = v[i] * 0.5 + 1
                }
                var x = seed
                for (i in t.indices) {
                    x = x * 31 + (t[i] xor (x ushr 7))
                }
                result = x
                yield(Unit)
                seed++
            }
        }
    }

    // Coroutines

    @JvmStatic
    fun startJoin() = runBlocking {
        launch { }.join()
    }

    private val descend = DeepRecursiveFunction<Int, Int> { levels ->
        if (levels == 0) 0 else callRecursive(levels - 1) + 1
    }

    @JvmStatic
    fun descend(levels: Int): Int = descend.invoke(levels)

    // Memory

    /** Coroutines that wait in `receive`, and what keeps them. */
    class Parked(private val never: Channel<Any>) {
        var returned = 0

        internal fun launch(scope: CoroutineScope, depth: Int) {
            val channel = never
            scope.launch {
                if (depth == 1) {
                    channel.receive()
                } else {
                    parkAt(depth - 1, channel)
                }
                returned += depth + channel.hashCode()
            }
        }

        private suspend fun parkAt(depth: Int, channel: Channel<Any>): Int {
            if (depth == 1) {
                channel.receive()
            } else {
                parkAt(depth - 1, channel)
            }
            return depth + channel.hashCode()
        }
    }

    /** Parks so many coroutines so deep. */
    @JvmStatic
    fun park(tasks: Int, depth: Int): Parked {
        val parked = Parked(Channel())
        val scope = CoroutineScope(Dispatchers.Unconfined)
        repeat(tasks) {
            parked.launch(scope, depth)
        }
        return parked
    }
}
