package io.bobbin.benchmarks

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.yield
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * The workloads of `Tasklets` in Kotlin; the JMH methods that call them are in Kotlin.java. One carrier
 * is the event loop of `runBlocking`, two are the threads of `Dispatchers.Default`.
 */
object Messages {
    private val carriers: CoroutineContext =
        if (Carriers.COUNT == 1) EmptyCoroutineContext else Dispatchers.Default

    @JvmStatic
    fun unbuffered(): Int = pass(Channel())

    @JvmStatic
    fun buffered(): Int = pass(Channel(Workload.BUFFER))

    private fun pass(channel: Channel<Int>): Int = runBlocking(carriers) {
        val taker = async {
            var sum = 0
            repeat(Workload.VALUES) {
                sum += channel.receive()
            }
            sum
        }
        launch { give(channel, Workload.VALUES) }
        taker.await()
    }

    private suspend fun give(channel: SendChannel<Int>, count: Int) {
        for (i in 0 until count) {
            channel.send(i % Check.YIELDED)
        }
    }

    @JvmStatic
    fun selectOfTwo(): Int = runBlocking(carriers) {
        val a = Channel<Int>()
        val b = Channel<Int>()
        val taker = async {
            var sum = 0
            repeat(Workload.VALUES) {
                sum += select<Int> {
                    a.onReceive { it }
                    b.onReceive { it }
                }
            }
            sum
        }
        launch { give(a, Workload.VALUES / 2) }
        launch { give(b, Workload.VALUES / 2) }
        taker.await()
    }

    @JvmStatic
    fun startJoin(): Int {
        val done = IntArray(1)
        runBlocking(carriers) {
            repeat(Workload.BATCH) {
                launch { done[0]++ }.join()
            }
        }
        return done[0]
    }

    @JvmStatic
    fun startMany(): IntArray {
        val done = IntArray(Workload.TASKS)
        runBlocking(carriers) {
            val jobs = arrayOfNulls<Job>(done.size)
            for (i in done.indices) {
                jobs[i] = launch { done[i]++ }
            }
            for (job in jobs) {
                job!!.join()
            }
        }
        return done
    }

    @JvmStatic
    fun yieldThroughScheduler() = runBlocking(carriers) {
        val coroutines = 2 * Carriers.COUNT
        repeat(coroutines) {
            launch {
                repeat(Workload.VALUES / coroutines) {
                    yield()
                }
            }
        }
    }

    @JvmStatic
    fun skynet(): Long = runBlocking(carriers) {
        val result = Channel<Long>()
        launch { node(result, 0, Workload.LEAVES) }
        result.receive()
    }

    private suspend fun CoroutineScope.node(parent: SendChannel<Long>, number: Long, leaves: Int) {
        if (leaves == 1) {
            parent.send(number)
            return
        }
        val own = Channel<Long>()
        val part = leaves / 10
        for (i in 0 until 10) {
            launch { node(own, number + i.toLong() * part, part) }
        }
        var sum = 0L
        repeat(10) {
            sum += own.receive()
        }
        parent.send(sum)
    }

    @JvmStatic
    fun ring(): Int = runBlocking(carriers) {
        val first = Channel<Int>()
        var last = first
        repeat(Workload.RING - 1) {
            val from = last
            val to = Channel<Int>()
            launch {
                repeat(Workload.LAPS) {
                    to.send((from.receive() + 1) % Check.YIELDED)
                }
            }
            last = to
        }
        var count = 0
        repeat(Workload.LAPS) {
            first.send((count + 1) % Check.YIELDED)
            count = last.receive()
        }
        count
    }

    @JvmStatic
    fun sieve(): Int = runBlocking(carriers) {
        // Int? keeps the boxes, as Java does: numbers are boxed once, by the first of the chain.
        val numbers = Channel<Int?>()
        launch {
            for (i in 2..Workload.LAST_PRIME) {
                numbers.send(i)
            }
            numbers.send(0)
        }
        var candidates = numbers
        var sum = 0
        while (true) {
            val prime = candidates.receive()!!
            if (prime == 0) {
                break
            }
            sum += prime
            val from = candidates
            val to = Channel<Int?>()
            launch { filter(prime, from, to) }
            candidates = to
        }
        sum
    }

    private suspend fun filter(prime: Int, from: ReceiveChannel<Int?>, to: SendChannel<Int?>) {
        do {
            val candidate = from.receive()
            if (candidate == 0 || candidate!! % prime != 0) {
                to.send(candidate)
            }
        } while (candidate != 0)
    }
}
