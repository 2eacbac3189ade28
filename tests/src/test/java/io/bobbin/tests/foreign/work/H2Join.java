package io.bobbin.tests.foreign.work;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbc.JdbcResultSet;
import org.h2.jdbc.JdbcStatement;
import org.h2.result.ResultInterface;
import org.h2.value.Value;

/**
 * A join over 10,000 rows of an in-memory database.
 *
 * <p>It is asked for twice. By way of JDBC H2 holds the session's lock from the first call to the
 * last, so that a tasklet stays pinned. Beneath, where that lock is the caller's affair, the query
 * engine can be left in any place. (The classes of H2 are named, not the interfaces of {@code
 * java.sql}: a call through those, which are the JDK's, pins too.)
 */
final class H2Join {
  private static final int CUSTOMERS = 500;
  private static final int ORDERS = 10_000;

  private static final String JOIN =
      """
      select c.region, c.name, count(*) as orders, sum(o.amount * (1 - c.discount)) as total,
             max(o.placed) as latest, listagg(o.id, ',') within group (order by o.id) as ids
      from orders o join customers c on o.customer = c.id
      where o.amount > 50 and (c.name like '%a%' or upper(o.note) like '%URGENT%')
      group by c.region, c.name
      having count(*) > 2
      order by total desc, c.name
      """;

  private H2Join() {}

  static void run(List<String> results) throws Exception {
    try (JdbcConnection connection =
        new JdbcConnection("jdbc:h2:mem:shop", new Properties(), "sa", "", false)) {
      fill(connection);
      JdbcStatement statement = (JdbcStatement) connection.createStatement();
      JdbcResultSet rows = (JdbcResultSet) statement.executeQuery(JOIN);
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder row = new StringBuilder("jdbc");
        for (int i = 1; i <= columns; i++) {
          row.append('|').append(rows.getString(i));
        }
        results.add(row.toString());
      }
      beneath((SessionLocal) connection.getSession(), JOIN, results);
    }
  }

  private static void fill(JdbcConnection connection) throws Exception {
    JdbcStatement statement = (JdbcStatement) connection.createStatement();
    statement.execute(
        "create table customers(id int primary key, name varchar, region varchar,"
            + " discount decimal(4, 2))");
    statement.execute(
        "create table orders(id int primary key, customer int references customers(id),"
            + " amount decimal(10, 2), placed date, note varchar)");
    JdbcPreparedStatement customer =
        (JdbcPreparedStatement)
            connection.prepareStatement("insert into customers values(?, ?, ?, ?)");
    for (int i = 0; i < CUSTOMERS; i++) {
      customer.setInt(1, i);
      customer.setString(2, (i % 3 == 0 ? "Maria " : "Otto ") + i);
      customer.setString(3, List.of("north", "south", "east", "west").get(i % 4));
      customer.setBigDecimal(4, BigDecimal.valueOf(i % 20, 2));
      customer.executeUpdate();
    }
    JdbcPreparedStatement order =
        (JdbcPreparedStatement)
            connection.prepareStatement("insert into orders values(?, ?, ?, ?, ?)");
    for (int i = 0; i < ORDERS; i++) {
      order.setInt(1, i);
      order.setInt(2, i * 7919 % CUSTOMERS);
      order.setBigDecimal(3, BigDecimal.valueOf(i * 104_729L % 50_000, 2));
      order.setObject(4, LocalDate.of(2024, 1, 1).plusDays(i % 366));
      order.setString(5, i % 11 == 0 ? "urgent, please" : i % 5 == 0 ? null : "note " + i);
      order.executeUpdate();
    }
  }

  private static void beneath(SessionLocal session, String sql, List<String> results) {
    Prepared query = session.prepare(sql);
    ResultInterface rows = query.query(0);
    while (rows.next()) {
      StringBuilder row = new StringBuilder("engine");
      for (Value value : rows.currentRow()) {
        row.append('|').append(value.getString());
      }
      results.add(row.toString());
    }
  }
}
