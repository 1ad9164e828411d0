/*
 * JDBC: a file as a parameter and as a large object, an export read in
 * portions, errors with their SQLSTATE; and what a GUI in Java sends: pasted
 * files, rows of a view edited in a grid (doc/guis.md).
 *
 * The driver takes a socket factory, and Java 16 knows Unix sockets: so the
 * server needs no TCP port.
 */
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

public class ClientTest
{
    /* A socket that the driver believes to be TCP. */
    public static class UnixSocketFactory extends javax.net.SocketFactory
    {
        @Override
        public Socket createSocket()
        {
            return new UnixSocket();
        }

        @Override
        public Socket createSocket(String host, int port)
        {
            return new UnixSocket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
        {
            return new UnixSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port)
        {
            return new UnixSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        {
            return new UnixSocket();
        }
    }

    private static class UnixSocket extends Socket
    {
        private SocketChannel channel;

        @Override
        public void connect(SocketAddress ignored, int timeout) throws IOException
        {
            String path = env("PGHOST") + "/.s.PGSQL." + (env("PGPORT") == null ? "5432" : env("PGPORT"));

            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(path));
        }

        @Override
        public InputStream getInputStream()
        {
            return Channels.newInputStream(channel);
        }

        @Override
        public OutputStream getOutputStream()
        {
            return Channels.newOutputStream(channel);
        }

        @Override
        public void close() throws IOException
        {
            channel.close();
        }

        @Override
        public void setSoTimeout(int timeout)
        {
        }

        @Override
        public int getSoTimeout()
        {
            return 0;
        }

        @Override
        public void setTcpNoDelay(boolean on)
        {
        }

        @Override
        public void setKeepAlive(boolean on)
        {
        }
    }

    private static int tests;

    private static String env(String name)
    {
        return System.getenv(name);
    }

    private static void check(boolean good, String name)
    {
        System.out.println((good ? "ok " : "not ok ") + ++tests + " - " + name);
    }

    private static byte[] file(String name) throws IOException
    {
        return Files.readAllBytes(Path.of(env("CUSTOMERS_DATA"), name));
    }

    private static Connection connect() throws SQLException
    {
        Properties properties = new Properties();

        properties.setProperty("user", env("PGUSER") == null ? System.getProperty("user.name") : env("PGUSER"));
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://localhost/" + env("PGDATABASE"), properties);
    }

    private static long fileAsParameter(Connection connection) throws Exception
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM import_csv(?)"))
        {
            statement.setBytes(1, file("quickstart-monday.csv"));
            try (ResultSet row = statement.executeQuery())
            {
                row.next();
                check(row.getLong("created") == 6, "bytes are imported and merged");
            }
        }
        connection.commit();

        LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
        long oid = objects.createLO();
        LargeObject object = objects.open(oid, LargeObjectManager.WRITE);

        object.write(file("quickstart-friday.csv"));
        object.close();
        try (PreparedStatement statement = connection.prepareStatement("SELECT customers_import(?::oid)"))
        {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery())
            {
                row.next();
                check(statement.getWarnings().getMessage().contains("2 new, 2 changed"),
                    "a large object is staged, and a warning says the counts");
                objects.delete(oid);
                connection.commit();
                return row.getLong(1);
            }
        }
    }

    private static void merge(Connection connection, long importId) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM customers_merge(?)"))
        {
            statement.setLong(1, importId);
            try (ResultSet row = statement.executeQuery())
            {
                row.next();
                check(row.getLong("created") == 2 && row.getLong("changed") == 2, "and merged");
            }
            connection.commit();
            try
            {
                statement.executeQuery();
                check(false, "a second merge is an error");
            }
            catch (SQLException e)
            {
                check(e.getSQLState().equals("55000"), "a second merge is an error with a code");
                connection.rollback();
            }
        }
    }

    /* With a fetch size and without autocommit, the driver uses a portal. */
    private static void export(Connection connection) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT customers_export_csv(columns => ARRAY['customer_id', 'email'])"))
        {
            int lines = 0;

            statement.setFetchSize(2);
            try (ResultSet rows = statement.executeQuery())
            {
                while (rows.next())
                    lines++;
            }
            check(lines == 9, "an export is read in portions");
            connection.commit();
        }
    }

    /* Pasted between dollars: nothing in it ends the statement, or is a parameter. */
    private static long paste(Connection connection) throws SQLException
    {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SELECT customers_import_text($$E-mail;Navn;Note\n"
                + "ari(at)example.com;Ari Moe;who? 'he' \"said\" {x} :y \\101\n\nbo(at)example.com;Bo Lie;-- --;\n$$)"))
        {
            row.next();
            return row.getLong(1);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql))
        {
            return row.next() ? row.getString(1) : null;
        }
    }

    /* A cell edited in a grid: an UPDATE of the view with the row's key, in a transaction or not. */
    private static void edit(Connection connection, long importId) throws SQLException
    {
        String errors = "public.customer_import_errors";
        String key = " WHERE import_id = ? AND line = ? AND field = ?";

        check("2".equals(value(connection, "SELECT rejected FROM customers_import_status() WHERE import_id = " + importId)),
            "what waits is rows");
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + errors + " SET value = ?" + key))
        {
            statement.setString(1, "ari@example.com");
            statement.setLong(2, importId);
            statement.setLong(3, 2);
            statement.setString(4, "email");
            check(statement.executeUpdate() == 1, "a cell is corrected in a grid");
        }
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + errors + " WHERE import_id = ? AND line = ?"))
        {
            statement.setLong(1, importId);
            statement.setLong(2, 4);
            check(statement.executeUpdate() == 1, "and a record left out");
        }
        check("merged".equals(value(connection, "SELECT status FROM customers_merge(" + importId + ")")),
            "and the rest merged");
        check("who? 'he' \"said\" {x} :y \\101".equals(value(connection, "SELECT note FROM customers WHERE email = 'ari@example.com'")),
            "pasted text is taken as it is");
    }

    public static void main(String[] arguments) throws Exception
    {
        try (Connection connection = connect())
        {
            connection.setAutoCommit(false);
            merge(connection, fileAsParameter(connection));
            export(connection);
            connection.setAutoCommit(true);
            edit(connection, paste(connection));
        }
        System.out.println("1.." + tests);
    }
}
